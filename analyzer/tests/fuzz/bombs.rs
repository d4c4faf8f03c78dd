//! Inputs that are small to write and large to follow: depth, length and number far beyond what people write.

use crate::input::Input;
use crate::random::Random;

/// How deep brackets go; and how long or many everything else is, when there is time.
const MUCH: usize = 100_000;

/// The inputs that the suite tries, one a case. Who goes on gets the same ones larger.
pub(crate) const CASES: u64 = (CODE.len() + MADE.len() + TREES.len()) as u64;

pub(crate) fn bomb(case: u64, _: &mut Random) -> Input {
    let many = if (case / CASES).is_multiple_of(2) { MUCH / 20 } else { MUCH };
    let case = usize::try_from(case % CASES).expect("few cases");
    let source = |text: String| Input::package([("src/lib.rs".to_owned(), text.into_bytes())]);
    if let Some((before, open, middle, close, after)) = CODE.get(case) {
        let times = if close.is_empty() { many } else { MUCH };
        return source([*before, &open.repeat(times), middle, &close.repeat(times), after].concat());
    }
    let case = case - CODE.len();
    match MADE.get(case) {
        Some(made) => source(made(many)),
        None => {
            Input::package(TREES[case - MADE.len()](many).into_iter().map(|(path, text)| (path, text.into_bytes())))
        }
    }
}

/// The same as deep as the parser may still go: 512 brackets, or 8,000 tokens of which one makes a level. Who goes on gets
/// those of which two or three do.
pub(crate) const BRINKS: u64 = CODE.len() as u64 * 2;

pub(crate) fn brink(case: u64, _: &mut Random) -> Input {
    let case = usize::try_from(case).expect("few cases");
    let (before, open, middle, close, after) = CODE[case % CODE.len()];
    let times = [510, 7_990, 2_600, 3_990][case / CODE.len() % 4];
    let text = [before, &open.repeat(times), middle, &close.repeat(times), after].concat();
    Input::package([("src/lib.rs".to_owned(), text.into_bytes())])
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
    ("type A = ", "<", "u8", "", ";"),
    ("fn f() { a", "::<", "u8", ">", "; }"),
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
    ("macro_rules! a { ($($a:tt)*) => { a!{$($a)* b} a!{$($a)* c} } } a!{", "", "", "", "}"),
    ("macro_rules! a { ($($a:item)*) => { a!{$($a)* $($a)*} } } a!{", "struct A;", "", "", "}"),
    ("macro_rules! a { () => { mod a { use super::a; a!{} a!{} } } } a!{}", "", "", "", ""),
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
    |many| {
        let macros =
            each(many / 100, |at| format!("macro_rules! a{at} {{ () => {{ a{0}!{{}} a{0}!{{}} }} }}\n", at + 1));
        format!("{macros} macro_rules! a{} {{ () => {{ #[ensue::event] struct A; }} }} a0!{{}}", many / 100)
    },
];

type Files = Vec<(String, String)>;

/// Manifests and trees.
const TREES: &[fn(usize) -> Files] = &[
    |_| manifest(&format!("{}b = 1", "a.".repeat(MUCH))),
    |_| manifest(&format!("[{}b]\nc = 1", "a.".repeat(MUCH))),
    |_| manifest(&format!("[[{}b]]\nc = 1", "a.".repeat(MUCH))),
    |_| manifest(&format!("a = {}1{}", "[".repeat(MUCH), "]".repeat(MUCH))),
    |_| manifest(&format!("a = {}1{}", "{ a = ".repeat(MUCH), " }".repeat(MUCH))),
    |_| manifest(&format!("a = {}", "[".repeat(MUCH))),
    |_| manifest(&format!("[target.'cfg({}unix{})'.dependencies]\na = \"1\"", "not(".repeat(MUCH), ")".repeat(MUCH))),
    |_| manifest(&format!("[target.'cfg({}'.dependencies]\na = \"1\"", "not(".repeat(MUCH))),
    |many| manifest(&format!("[target.'cfg(any({}))'.dependencies]\na = \"1\"", "unix, ".repeat(many))),
    |many| manifest(&format!("a = [{}]", "1, ".repeat(10 * many))),
    |many| manifest(&format!("a = \"{}\"", "a".repeat(100 * many))),
    |many| manifest(&format!("[dependencies]\n{}", each(many, |at| format!("d{at} = {{ path = \"d{at}\" }}\n")))),
    |many| manifest(&each(many, |at| format!("[[bin]]\nname = \"b{at}\"\n"))),
    |many| manifest(&format!("[features]\n{}", each(many, |at| format!("f{at} = [\"f{}\"]\n", at + 1)))),
    |many| {
        manifest(&format!(
            "[features]\ndefault = [\"f0\"]\n{}",
            each(many, |at| format!("f{at} = [\"f{}\"]\n", (at + 1) % many))
        ))
    },
    |many| members(&each(many, |at| format!("\"m{at}\", "))),
    |many| members(&"\"*\", ".repeat(many / 100)),
    |_| members(&format!("\"{}b\"", "a*".repeat(60))),
    |_| members(&format!("\"{}b\"", "**/".repeat(30))),
    |_| members(&format!("\"{}\"", ["*"; 300].join("/"))),
    |_| members(&format!("\"{}\"", "[a-z]*".repeat(30))),
    // Packages that depend on each other in a circle, each a workspace of its own.
    |many| {
        let count = many / 100;
        let package = |at: usize| {
            let next = (at + 1) % count;
            let text = format!(
                "[package]\nname = \"p{at}\"\n[dependencies]\np{next} = {{ path = \"../p{next}\" }}\n[workspace]\n"
            );
            [(format!("p{at}/Cargo.toml"), text), (format!("p{at}/src/lib.rs"), format!("pub use p{next}::*;"))]
        };
        let root = "[package]\nname = \"p\"\n[dependencies]\np0 = { path = \"p0\" }\n".to_owned();
        (0..count).flat_map(package).chain([("Cargo.toml".to_owned(), root)]).collect()
    },
    // A chain of files, each the module of the one before, and one of files that include each other.
    |many| (0..many / 100).map(|at| (file(at), format!("#[path = \"f{}.rs\"] mod a;", at + 1))).collect(),
    |many| (0..many / 100).map(|at| (file(at), format!("include!(\"f{}.rs\");", at + 1))).collect(),
    |many| {
        let next = |at: usize| format!("include!(\"f{0}.rs\"); include!(\"f{0}.rs\"); struct S{at};", at + 1);
        (0..many / 500).map(|at| (file(at), next(at))).collect()
    },
    |_| {
        let all = each(60, |at| format!("#[path = \"f{}.rs\"] mod m{at};\n", at + 1));
        (0..61).map(|at| (file(at), all.clone())).collect()
    },
];

fn manifest(more: &str) -> Files {
    // Keys without a table stand at the beginning.
    let package = "[package]\nname = \"app\"\n";
    let text = if more.starts_with('[') { format!("{package}{more}\n") } else { format!("{more}\n{package}") };
    vec![("Cargo.toml".to_owned(), text), ("src/lib.rs".to_owned(), String::new())]
}

/// A workspace with these members, and directories that are long, deep and many.
fn members(list: &str) -> Files {
    let mut files = vec![("Cargo.toml".to_owned(), format!("[workspace]\nmembers = [{list}]\n"))];
    let package = |dir: &str| (format!("{dir}/Cargo.toml"), "[package]\nname = \"a\"\n".to_owned());
    files.push(package(&"a".repeat(200)));
    files.push(package(&["aaaa"; 60].join("/")));
    files.extend((0..300).map(|at| package(&format!("m{at}"))));
    files
}

fn file(at: usize) -> String {
    if at == 0 { "src/lib.rs".to_owned() } else { format!("src/f{at}.rs") }
}

fn each(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}
