//! Inputs that are small to write and large to follow: depth, length and number far beyond what people write.

use crate::input::Input;
use crate::random::Random;

/// How deep brackets go; and how long or many everything else is, when there is time.
const MUCH: usize = 100_000;

/// The inputs that the suite tries, one a case. Who goes on gets the same ones larger.
pub(crate) const CASES: u64 = CODE.len() as u64 + MADE.len() as u64;

pub(crate) fn bomb(case: u64, _: &mut Random) -> Input {
    let many = if (case / CASES).is_multiple_of(2) { MUCH / 5 } else { MUCH };
    let case = usize::try_from(case % CASES).expect("few cases");
    let source = match CODE.get(case) {
        Some((before, open, middle, close, after)) => {
            let times = if close.is_empty() { many } else { MUCH };
            [*before, &open.repeat(times), middle, &close.repeat(times), after].concat()
        }
        None => MADE[case - CODE.len()](many),
    };
    Input::package([("src/lib.rs".to_owned(), source.into_bytes())])
}

/// Text before; what is repeated, in the middle, and repeated again; text after.
type Code = (&'static str, &'static str, &'static str, &'static str, &'static str);

const CODE: &[Code] = &[
    // Brackets that are closed, and that are not.
    ("fn f() { ", "(", "1", ")", "; }"),
    ("fn f() { ", "[", "1", "]", "; }"),
    ("fn f() { ", "{", "1", "}", "; }"),
    ("fn f() { ", "(", "", "", ""),
    ("fn f() { ", "", "", ")", ""),
    ("", "{", "", "", ""),
    ("", "([{", "", "}])", ""),
    ("", "(", "", "]", ""),
    // Expressions.
    ("fn f() { ", "!", "a", "", "; }"),
    ("fn f() { ", "-", "1", "", "; }"),
    ("fn f() { ", "&", "a", "", "; }"),
    ("fn f() { ", "*", "a", "", "; }"),
    ("fn f() { ", "&mut ", "a", "", "; }"),
    ("fn f() { ", "a + ", "a", "", "; }"),
    ("fn f() { ", "a = ", "a", "", "; }"),
    ("fn f() { ", "a..", "a", "", "; }"),
    ("fn f() { ", "|a| ", "a", "", "; }"),
    ("fn f() { ", "move || async move { ", "a", " }", "; }"),
    ("fn f() { ", "return ", "a", "", "; }"),
    ("fn f() { ", "break ", "a", "", "; }"),
    ("fn f() { ", "if a { b } else ", "{}", "", " }"),
    ("fn f() { ", "if ", "a", " {}", " }"),
    ("fn f() { ", "if let A(", "a", ") = b {}", " }"),
    ("fn f() { ", "match ", "a", " {}", " }"),
    ("fn f() { match a { ", "A(", "_", ")", " => {} } }"),
    ("fn f() { match a { ", "A | ", "A", "", " => {} } }"),
    ("fn f() { ", "'a: loop { ", "", "}", " }"),
    ("fn f() { a", "(1)", "", "", "; }"),
    ("fn f() { a", ".b()", "", "", "; }"),
    ("fn f() { a", "[0]", "", "", "; }"),
    ("fn f() { a", "?", "", "", "; }"),
    ("fn f() { a", ".await", "", "", "; }"),
    ("fn f() { a", " as u8", "", "", "; }"),
    ("fn f() { ", "A { a: ", "1", " }", "; }"),
    ("fn f() { ", "unsafe { ", "", " }", " }"),
    ("fn f() { ", "let a = ", "1", "", "; }"),
    ("fn f() { ", "let a = 1; ", "", "", " }"),
    ("fn f() { ", "const { ", "1", " }", "; }"),
    // Items.
    ("", "mod a { ", "", "}", ""),
    ("", "fn a() { ", "", "}", ""),
    ("", "impl A for B { fn a() { ", "", "}}", ""),
    ("", "const A: u8 = { ", "1", " };", ""),
    ("", "unsafe extern \"C\" { ", "", "}", ""),
    ("", "struct A; ", "", "", ""),
    ("", "fn a() {} ", "", "", ""),
    ("", "mod a; ", "", "", ""),
    ("", "use a::b; ", "", "", ""),
    ("", "use self::*; ", "", "", ""),
    ("", "macro_rules! a { () => {} } ", "", "", ""),
    ("", "a!(); ", "", "", ""),
    ("use ", "a::{", "b", "}", ";"),
    ("use ", "a::", "b", "", ";"),
    ("use ", "{", "b", "}", ";"),
    ("use a::{", "b as c, ", "", "", "};"),
    ("pub use ", "super::", "b", "", ";"),
    ("struct A { ", "a: u8, ", "", "", "}"),
    ("#[ensue::event] struct A { ", "#[a] ", "a: u8", "", "}"),
    ("#[ensue::event] enum A { ", "A(u8), ", "", "", "}"),
    ("enum A { A = ", "(", "1", ")", " }"),
    ("fn f(", "a: u8, ", "", "", ") {}"),
    ("fn f(a: ", "(", "", ")", ") {}"),
    // Types, generics, bounds.
    ("type A = ", "Box<", "u8", ">", ";"),
    ("type A = ", "<", "u8", " as A>::B", ";"),
    ("type A = ", "(", "u8", ")", ";"),
    ("type A = ", "[", "u8", "; 1]", ";"),
    ("type A = ", "&", "u8", "", ";"),
    ("type A = ", "&'a mut ", "u8", "", ";"),
    ("type A = ", "*const ", "u8", "", ";"),
    ("type A = ", "fn() -> ", "u8", "", ";"),
    ("type A = ", "fn(", "u8", ")", ";"),
    ("type A = ", "dyn Fn(", "u8", ")", ";"),
    ("type A = ", "impl A + ", "A", "", ";"),
    ("type A = ", "a::", "A", "", ";"),
    ("fn f<", "T: A, ", "", "", ">() {}"),
    ("fn f<T: ", "A + ", "A", "", ">() {}"),
    ("fn f<T: ", "for<'a> ", "A", "", ">() {}"),
    ("fn f<T>() where ", "T: A, ", "", "", " {}"),
    ("fn f<T>() where ", "Box<", "T", ">", ": A {}"),
    ("impl<", "'a, ", "", "", "> A for B {}"),
    ("trait A: ", "B + ", "C", "", " {}"),
    // Attributes and conditions.
    ("", "#[a] ", "struct A;", "", ""),
    ("", "#[ensue::event] ", "struct A;", "", ""),
    ("", "#[cfg(a)] ", "struct A;", "", ""),
    ("", "#![cfg(a)] ", "struct A;", "", ""),
    ("", "#![cfg_attr(a, cfg(b))] ", "struct A;", "", ""),
    ("", "#[path = \"a.rs\"] ", "mod a;", "", ""),
    ("", "/// a\n", "struct A;", "", ""),
    ("#[ensue::event]", "/** a */", "struct A;", "", ""),
    ("#[cfg(", "not(", "a", ")", ")] struct A;"),
    ("#[cfg(", "any(a, ", "a", ")", ")] struct A;"),
    ("#[cfg(any(", "a, ", "", "", "))] struct A;"),
    ("#[cfg(all(", "a = \"b\", ", "", "", "))] struct A;"),
    ("#[", "cfg_attr(a, ", "ensue::event", ")", "] struct A;"),
    ("#[a", "(", "", ")", "] struct A;"),
    ("#[doc = ", "(", "\"\"", ")", "] struct A;"),
    ("#[ensue::handler(on = ", "[", "A", "]", ")] fn f() {}"),
    ("#[ensue::handler(on = [", "A, ", "", "", "])] fn f() {}"),
    ("#[ensue::handler(on = ", "a::", "A", "", ")] fn f() {}"),
    ("#[ensue::handler(on = A, may_emit = [", "scheduled(", "A", ")", "])] fn f() {}"),
    ("#[ensue::handler(on = A, exclusive = ", "!", "a", "", ")] fn f() {}"),
    ("#[ensue::handler(on = A, exclusive = ", "a.b + ", "a", "", ")] fn f() {}"),
    ("#[ensue::handler(", "on = A, ", "", "", ")] fn f() {}"),
    ("#[ensue::handler(", "timing = a, ", "", "", ")] fn f() {}"),
    ("#[ensue::handler(on = A<", "Box<", "A", ">", ">)] fn f() {}"),
    ("#[ensue::event(tag = [", "\"a\", ", "", "", "])] struct A;"),
    // Macros: tokens that nobody parses, and those that could hold annotations.
    ("a!{ ", "(", "", ")", " }"),
    ("a!{ ", "#[ensue::event] struct A; ", "", "", " }"),
    ("", "a!{ ", "", " }", ""),
    ("macro_rules! a { ", "(() => { ", "", " })", " }"),
    ("macro_rules! a { ", "($a:tt) => { $a }; ", "", "", " }"),
    ("macro_rules! a { ($($a:tt)*) => { ", "$(", "$a", ")*", " } } a!{}"),
    ("macro_rules! a { () => { a!{} a!{} } } ", "a!{} ", "", "", ""),
    ("macro_rules! a { ($($a:tt)*) => { $($a)* $($a)* } } ", "a!{", "struct A;", "}", ""),
    ("fn f() { ", "a!(", "", ")", "; }"),
    ("include!(", "concat!(", "\"a\"", ")", ");"),
    ("", "include!(\"lib.rs\"); ", "", "", ""),
    // Comments, strings, and one line without end.
    ("", "/*", "", "*/", ""),
    ("", "/*", "", "", ""),
    ("", "/**", "", "*/", "struct A;"),
    ("const A: &str = \"", "\\\"", "", "", "\";"),
    ("const A: &str = r", "#", "\"a\"", "#", ";"),
    ("const A: &str = r", "#", "\"a\"", "", ";"),
    ("const A: &str = ", "\"", "", "", ";"),
    ("const A: u8 = ", "'", "", "", ";"),
    ("const A: u8 = ", "'a ", "", "", ";"),
    ("fn ", "a", "", "", "() {}"),
    ("const A: u8 = ", "1", "", "", ";"),
    ("const A: u8 = 0x", "_", "", "", ";"),
    ("", "\n", "struct A;", "", ""),
    ("", "\r", "struct A;", "", ""),
    ("", "\0", "struct A;", "", ""),
    ("", "\u{feff}", "struct A;", "", ""),
    ("", "#", "", "", ""),
    ("", "$", "", "", ""),
    ("", ";", "", "", ""),
    ("", ":", "", "", ""),
    ("", "é", "", "", ""),
];

/// Sources that a repetition does not make.
const MADE: &[fn(usize) -> String] = &[
    |many| format!("const A: &str = \"{}\";\n#[ensue::event] struct A;", "a".repeat(100 * many)),
    |many| format!("/* {} */\n#[ensue::event] struct A;", "a ".repeat(50 * many)),
    |many| "#[ensue::event] struct A;\n".repeat(10 * many),
    |many| "struct A;".repeat(10 * many),
    |many| format!("{} struct A;", "#[a] ".repeat(10 * many)),
    |many| format!("{} struct A;", "/// a\n".repeat(10 * many)),
    |many| {
        format!(
            "#[ensue::event]\nstruct A;\n{}",
            each(many, |at| format!("#[ensue::handler(on = A)] fn f{at}() {{}}\n"))
        )
    },
    |many| format!("{} struct A;", each(many, |at| format!("#[cfg(a{at})] "))),
    |many| format!("{} struct A;", each(many, |at| format!("#[cfg(any(a{at}, b{at}))] "))),
    |many| {
        format!(
            "{} #[ensue::event] struct A;",
            each(many / 33, |at| format!("#[cfg(not(any(a{at}, all(b{at}, c))))] "))
        )
    },
    |many| each(many / 20, |at| format!("#[cfg(a{at})] #[ensue::event] struct A;\n")),
    |many| each(many, |at| format!("pub type A{at} = A{};\n", at + 1)) + "#[ensue::handler(on = A0)] fn f() {}",
    |many| {
        format!(
            "{}#[ensue::handler(on = A0)] fn f() {{}}",
            each(many, |at| format!("type A{at} = A{};", (at + 1) % many))
        )
    },
    |many| each(many, |at| format!("pub use self::A{} as A{at};\n", at + 1)) + "#[ensue::handler(on = A0)] fn f() {}",
    |many| each(many / 20, |at| format!("pub mod m{at} {{ pub use super::m{}::*; }}\n", (at + 1) % (many / 20))),
    |many| each(many / 33, |at| format!("pub mod m{at} {{ pub use super::m{}::*; pub struct A{at}; }}\n", at + 1)),
    |many| each(many / 50, |at| format!("use m{at}::*; pub mod m{at} {{ pub struct A; }}\n")) + "#[A] fn f() {}",
    |many| format!("use e::{{{}}}; mod e {{}}", each(many, |at| format!("a{at}, "))),
    |many| {
        let emits = |name: &str| format!("{}fn {name}(cx: &mut Cx<'_, a>) {{ {} }}\n", "", "cx.emit(A); ".repeat(many));
        format!("use ensue::Cx; #[ensue::event] struct A;\n#[ensue::controller(may_emit = [A])]\n{}", emits("a"))
    },
    |many| {
        let steps = each(many / 5, |at| format!("fn h{at}<C>(cx: &mut Cx<'_, C>) {{ h{}(cx) }}\n", at + 1));
        format!(
            "use ensue::Cx; #[ensue::event] struct A;\n#[ensue::controller(may_emit = [A])]\nfn a(cx: &mut Cx<'_, a>) {{ h0(cx) }}\n{steps}"
        )
    },
    |many| {
        let all: String = each(many / 333, |at| format!("h{at}(cx); "));
        let steps = each(many / 333, |at| format!("fn h{at}<C>(cx: &mut Cx<'_, C>) {{ {all} }}\n"));
        format!(
            "use ensue::Cx; #[ensue::event] struct A;\n#[ensue::controller(may_emit = [A])]\nfn a(cx: &mut Cx<'_, a>) {{ {all} }}\n{steps}"
        )
    },
];

fn each(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}
