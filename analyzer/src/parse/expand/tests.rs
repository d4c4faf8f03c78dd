//! Definitions and invocations, with what rustc makes of them: what is expected was compared with what
//! `rustc -Zunpretty=expanded` prints for the same two texts, which differs in how it prints doc comments, trailing commas,
//! `$crate` and expressions that were matched as one. Where nothing is made rustc reports an error as well, but for the two
//! macros that make macros.

use super::{Call, Piece, definition, expand};
use crate::parse::outline::Position;
use std::fmt::Write as _;

/// A macro, what it is given, and what comes out, a space between tokens; or why not.
const CASES: &[(&str, &str, &str)] = &[
    // Fragments.
    ("($n:ident, $t:ty) => { struct $n { x: $t } }", "A, Vec<Vec<u8>>", "struct A { x : Vec < Vec < u8 >> }"),
    ("($v:vis $n:ident) => { $v struct $n; }", "pub(in crate::a) A", "pub ( in crate :: a ) struct A ;"),
    ("($v:vis $n:ident) => { $v struct $n; }", "A", "struct A ;"),
    ("($v:vis) => { $v struct A; }", "", "! no rule of it matches"),
    (
        "($(#[$m:meta])* $n:ident) => { $(#[$m])* struct $n; }",
        "/// Doc.\n#[a::b(c = 1)] A",
        "# [ doc = \" Doc.\" ] # [ a :: b ( c = 1 ) ] struct A ;",
    ),
    ("($p:path) => { use $p; }", "a::b::c", "use a :: b :: c ;"),
    ("($p:path) => { type A = $p; }", "a::B<C>", "type A = a :: B < C > ;"),
    ("($e:expr) => { const A: u8 = $e * 2; }", "1 + 1", "const A : u8 = ( 1 + 1 ) * 2 ;"),
    ("($e:expr) => { const A: u8 = $e; }", "f::<A, B>(1)", "const A : u8 = ( f :: < A , B > ( 1 ) ) ;"),
    ("($l:literal) => { const A: i8 = $l; }", "-1", "const A : i8 = - 1 ;"),
    ("($l:lifetime) => { struct A<$l>(&$l u8); }", "'a", "struct A < 'a > ( & 'a u8 ) ;"),
    ("($i:item) => { mod m { $i } }", "#[x] pub fn f() -> u8 { 1 }", "mod m { # [ x ] pub fn f ( ) -> u8 { 1 } }"),
    (
        "($($i:item)*) => { mod m { $($i)* } }",
        "struct A; enum B {} impl A {}",
        "mod m { struct A ; enum B { } impl A { } }",
    ),
    ("($b:block) => { fn f() $b }", "{ 1; }", "fn f ( ) { 1 ; }"),
    ("($p:pat => $n:ident) => { fn $n($p: u8) {} }", "(_ | _) => f", "fn f ( ( _ | _ ) : u8 ) { }"),
    ("($($t:tt)*) => { $($t)* }", "struct A { b: C }", "struct A { b : C }"),
    ("($t:ty > $n:ident) => { type $n = $t; }", "Vec<u8> > A", "type A = Vec < u8 > ;"),
    // The type takes the begin of a mark.
    ("(< $t:ty >> $n:ident) => { type $n = $t; }", "< u8 >> A", "type A = u8 ;"),
    ("(< $t:ty > $n:ident) => { type $n = $t; }", "< Vec<u8>> A", "type A = Vec < u8 > ;"),
    // Literal tokens, glued marks, raw identifiers.
    ("(a => $n:ident) => { struct $n; }", "a => B", "struct B ;"),
    ("(a => $n:ident) => { struct $n; }", "a = > B", "! no rule of it matches"),
    ("(r#fn) => { struct A; } (fn) => { struct B; }", "fn", "! its rules are not separated by `;`"),
    ("(r#fn) => { struct A; }; (fn) => { struct B; }", "fn", "struct B ;"),
    ("(_) => { struct A; }; ($i:ident) => { struct B; }", "_", "struct A ;"),
    ("($i:ident) => { struct A; }; (_) => { struct B; }", "_", "struct B ;"),
    // Repetitions.
    ("($($n:ident),*) => { $(struct $n;)* }", "A, B, C", "struct A ; struct B ; struct C ;"),
    ("($($n:ident),*) => { $(struct $n;)* }", "A, B,", "! no rule of it matches"),
    ("($($n:ident),* $(,)?) => { $(struct $n;)* }", "A, B,", "struct A ; struct B ;"),
    ("($($n:ident)+) => { $(struct $n;)+ }", "", "! no rule of it matches"),
    (
        "($($n:ident => [$($t:ty),*]);*) => { $(struct $n($($t),*);)* }",
        "A => [u8, B]; C => []",
        "struct A ( u8 , B ) ; struct C ( ) ;",
    ),
    (
        "($v:vis $($n:ident: $($t:ident)*);*) => { $(enum $n { $($t),* } $v fn f() {})* }",
        "pub A: B C; D:",
        "enum A { B , C } pub fn f ( ) { } enum D { } pub fn f ( ) { }",
    ),
    ("($x:ident; $($y:ident)*) => { $(struct $y($x);)* }", "A; B C", "struct B ( A ) ; struct C ( A ) ;"),
    (
        "($($x:ident)*; $($y:ident)*) => { $(struct $x($y);)* }",
        "A; B C",
        "! it repeats variables together that were not matched equally often",
    ),
    ("($($x:ident)*) => { struct $x; }", "A", "! it writes a variable with fewer repetitions than match it"),
    ("($($x:ident)*) => { $(struct A;)* }", "A", "! it repeats something in which nothing repeats"),
    // The first rule that matches; no way back out of a fragment.
    ("(a $n:ident) => { struct A; }; ($($t:tt)*) => { struct B; }", "a b", "struct A ;"),
    ("(a $n:ident) => { struct A; }; ($($t:tt)*) => { struct B; }", "a 1", "struct B ;"),
    (
        "($t:ty) => { struct A; }; ($a:ident ! $b:ident) => { struct B; }",
        "a ! b",
        "! what it is given cannot be read as its rule asks: expected delimiter",
    ),
    ("($e:expr; a) => { struct A; }; (let x; b) => { struct B; }", "let x; b", "struct B ;"),
    ("($($a:ident)* $b:ident) => { struct $b; }", "x y", "! a rule can go on in several ways, which rustc refuses"),
    ("($(a)? $(a)?) => { struct A; }", "a", "! a rule matches in several ways"),
    ("($(a)* $n:ident) => { struct $n; }", "a b", "! a rule can go on in several ways, which rustc refuses"),
    // What belongs to other crates, or to no one.
    ("() => { #[$crate::event] struct A; }", "", "# [ __ensue_dollar_crate_7 :: event ] struct A ;"),
    ("($($t:tt)*) => { m! { $($t)* } }", "a, b", "m ! { a , b }"),
    ("() => { macro_rules! n { () => {} } }", "", "! it makes a macro"),
    ("() => { macro_rules! n { ($x:ident) => {} } }", "", "! it writes `$x`, which its rule does not bind"),
    ("() => { $$ }", "", "! it writes a `$` for a macro that it defines"),
    ("($s:stmt) => {}", "", "! a rule matches a fragment `stmt`, whose extent is not known here"),
    ("(#[doc = \" x\"] a) => {}", "a", "! a rule matches a doc comment, which rustc skips"),
    ("($a:ident $a:ident) => {}", "a b", "! a rule binds `$a` twice"),
    ("($(a),?) => {}", "a", "! a rule gives `?` a separator"),
    ("($($($a:ident)*)*) => { $($(struct $a;)*)* }", "a", "! a rule repeats what can be nothing"),
    ("($($v:vis)*) => {}", "", "! a rule repeats what can be nothing"),
];

#[test]
fn invocations_make_what_rustc_makes() {
    let mut wrong = String::new();
    for (rules, given, expected) in CASES {
        let found = call(rules, given).map_or_else(|why| format!("! {why}"), |piece| spaced(&piece));
        if found != *expected {
            let _ = writeln!(wrong, "{rules}\n    given {given}\n    makes {found}\n    not   {expected}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn lines_are_those_of_the_invocation_and_of_what_it_is_given() {
    let made = call("($n:ident $(, $m:ident)*) => {\n\n\n struct $n; $(struct $m;)* }", "A,\nB,\n\n\"x\ny\"").err();
    assert_eq!(made.as_deref(), Some("no rule of it matches"));
    let made =
        call("($n:ident, $l:literal, $m:ident) => {\n\n\n struct $n; struct $m($l) }", "A,\n\"x\ny\",\nB").unwrap();
    let lines: Vec<(&str, u32)> = made.text.lines().zip(made.lines.iter().copied()).collect();
    let expected = [
        ("struct", 10),
        ("A", 11),
        (";", 10),
        ("struct", 10),
        ("B", 14),
        ("(", 10),
        ("\"x", 12),
        ("y\"", 12),
        (")", 10),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn hostile_macros_end() {
    let ident_lists = "a ".repeat(30_000);
    let twice = "($($a:ident)*) => { $($(struct $a;)*)* }";
    assert!(call(twice, &ident_lists).is_err());
    let all = "($($a:ident)*) => { $(m! { $a })* }";
    assert_eq!(spaced(&call(all, &"a ".repeat(1000)).unwrap()).matches("m !").count(), 1000);
    let empty = "($($()*)*) => {}";
    assert!(call(empty, "a").is_err());
    let deep = format!("{}{}", "(".repeat(20_000), ")".repeat(20_000));
    assert!(call("($e:expr) => {}", &deep).is_err());
    assert!(call("($($t:tt)*) => { $($t)* }", &deep).is_ok());
    assert!(definition(&format!("({deep}) => {{}}"), 2024).is_ok());
}

/// With the invocation at line 10 and what it is given from line 11.
fn call(rules: &str, given: &str) -> Result<Piece, String> {
    let lines = (11..).take(given.matches('\n').count() + 1).collect();
    expand(&Call {
        definition: definition(rules, 2024)?,
        edition: 2024,
        given: Piece { text: given.to_owned(), lines },
        line: 10,
        dollar_crate: "__ensue_dollar_crate_7".to_owned(),
        position: Position::Items,
    })
}

fn spaced(piece: &Piece) -> String {
    piece.text.lines().collect::<Vec<_>>().join(" ")
}
