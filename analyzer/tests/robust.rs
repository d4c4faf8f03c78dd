//! Whatever the tree holds, an analysis ends with a graph: no panic, no hang, no stack overflow, and the same bytes for
//! the same files. What is damaged by chance is in `fuzz`.

#[path = "graphs/support.rs"]
mod fixtures;

use ensue_analyzer::source::Memory;
use fixtures::{all, analyze_files, files, rendered};

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\n";

/// The graph of one source file, rendered.
fn of(source: impl Into<Vec<u8>>) -> String {
    rendered(&analyze_files([("Cargo.toml".to_owned(), MANIFEST.into()), ("src/lib.rs".to_owned(), source.into())]))
}

#[test]
fn text_of_any_make() {
    let source = "#[ensue::event]\npub struct A;\n";
    let expected = "event app::A\n";
    assert_eq!(of(source), expected);
    assert_eq!(of(format!("\u{feff}{source}")), expected, "a byte order mark");
    assert_eq!(of(source.replace('\n', "\r\n")), expected, "line ends of Windows");
    assert_eq!(of(format!("#!/usr/bin/env run\n{source}")), expected, "a `#!` line");
    assert_eq!(of(format!("#![allow(unused)]\n{source}")), expected, "an inner attribute is no `#!` line");
    assert_eq!(of(""), "", "nothing at all");
    assert_eq!(
        of(b"struct A;\n\xff\n".to_vec()),
        "hole unreadable src/lib.rs:2 the file is not UTF-8; Rust source must be\n"
    );
}

#[test]
fn aliased_annotations_are_read_with_their_places() {
    // They are read again from the file: a byte order mark and a `#!` line must not shift them.
    let source =
        "\u{feff}#!/usr/bin/env run\nuse ensue::event as fact;\n/// ünïcödé\n#[fact(nam = \"x\")]\nstruct A;\n";
    let graph = of(source);
    assert!(graph.starts_with("event app::A\nhole annotation src/lib.rs:4 "), "{graph}");
}

#[test]
fn depth_is_refused_before_the_parser_overflows() {
    // The parser overflows at a few thousand; one case below goes further.
    let deep = 20_000;
    let nested = |open: &str, close: &str| format!("fn f() {{ {}1{}; }}", open.repeat(deep), close.repeat(deep));
    let cases = [
        nested("(", ")"),
        nested("[", "]"),
        nested("{", "}"),
        nested("!", ""),
        nested("&", ""),
        nested("1 + ", ""),
        nested("a = ", ""),
        nested("|x| ", ""),
        nested("return ", ""),
        nested("if a {} else ", ""),
        nested("f", "(1)"),
        nested("x", ".y()"),
        nested("x", " as u8"),
        format!("type A = {}u8{};", "Box<".repeat(deep), ">".repeat(deep)),
        format!("type A = {}u8;", "&".repeat(deep)),
        format!("type A = {}u8;", "fn() -> ".repeat(deep)),
        format!("fn f({}a: u8) {{}}", "&".repeat(deep)),
        format!("use {}a{};", "a::{".repeat(deep), "}".repeat(deep)),
        format!("use {}a;", "a::".repeat(deep)),
        format!("#[cfg({}a{})] struct A;", "not(".repeat(deep), ")".repeat(deep)),
        format!("{}{}", "mod a { ".repeat(deep), "}".repeat(deep)),
        format!("m!{{ {}{} }}", "(".repeat(deep), ")".repeat(deep)),
        "(".repeat(deep),
        ")".repeat(deep),
        format!("const A: u8 = {}1{};", "(".repeat(100_000), ")".repeat(100_000)),
        format!("{}\"", "/*".repeat(deep)),
        format!("const A: u8 = {};", "1".repeat(100_000)),
    ];
    for case in cases {
        let start: String = case.chars().take(24).collect();
        let graph = of(format!("#[ensue::event] {case}"));
        assert!(graph.starts_with("hole "), "{start} gave {graph:?}");
        // What does not speak of Ensue need not be parsed.
        let graph = of(case);
        assert!(graph.is_empty() || graph.starts_with("hole "), "{start} gave {graph:?}");
    }
}

#[test]
fn what_people_write_is_not_refused() {
    let wide = 9_000;
    let fine = [
        format!("const A: &[u8] = &[{}];", "1, ".repeat(wide)),
        format!("fn f() {{ {} }}", "a(b);".repeat(wide)),
        format!("fn f() {{ {} }}", "if a { b } ".repeat(wide)),
        "struct A;".repeat(wide),
        "fn f() {} ".repeat(wide),
        format!("data! {{ {} }}", "1 2 3 ".repeat(wide)),
        format!("fn f() {{ match a {{ {} }} }}", "X => {} ".repeat(wide)),
        format!("fn f() {{ {} }}", "vec![1];".repeat(wide)),
        format!("fn f() {{ a{} }}", " + b".repeat(1_000)),
        format!("fn f() {{ a{} }}", ".b(c)".repeat(1_000)),
        format!("fn f() {{ {}1{} }}", "(".repeat(400), ")".repeat(400)),
        format!("const A: &str = \"{}\"; const B: u128 = 0b{};", "1".repeat(wide), "1_".repeat(128)),
    ];
    for case in fine {
        let start: String = case.chars().take(24).collect();
        assert_eq!(of(case), "", "{start}");
    }
}

#[test]
fn modules_and_globs_that_multiply_end() {
    // Each file mounts the next one twice: 2^40 modules, were they all followed.
    let mut bomb = vec![("Cargo.toml".to_owned(), MANIFEST.to_owned())];
    for at in 0..40 {
        let next = at + 1;
        let text = format!("#[path = \"m{next}.rs\"] mod a;\n#[path = \"m{next}.rs\"] mod b;\n");
        bomb.push((if at == 0 { "src/lib.rs".to_owned() } else { format!("src/m{at}.rs") }, text));
    }
    let graph = rendered(&analyze_files(bomb));
    assert!(graph.contains("modules end here"), "{graph}");

    // Each module takes all names of each other.
    let count = 200;
    let each = |text: &dyn Fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>().concat();
    let all = each(&|at| format!("pub use crate::m{at}::*; "));
    let modules = each(&|at| format!("pub mod m{at} {{ pub struct S{at}; {all} }}\n"));
    let graph = of(format!("#[ensue::handler(on = m7::E)] fn f() {{}}\n{modules}"));
    assert!(graph.contains("`m7::E`"), "{graph}");
    assert!(!graph.contains("too entangled"), "one name is followed through all of them: {graph}");
}

/// Modules that take all names of each other, in `crate::m0` to `crate::m199`, and `on`, which each of them has by 200 ways.
fn tangle() -> String {
    let count = 200;
    let each = |text: &dyn Fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>().concat();
    let all = each(&|at| format!("pub use crate::m{at}::*; "));
    each(&|at| format!("pub mod m{at} {{ pub struct S{at}; pub use ensue::handler as on; {all} }}\n"))
}

#[test]
fn one_name_is_followed_through_a_tangle() {
    let one = "mod one { use crate::m7::*; #[never] fn a() {} #[on(on = crate::E)] fn b(_: &crate::E) {} }\n";
    let graph = of(format!("#[ensue::event] pub struct E;\n{one}{}", tangle()));
    assert_eq!(graph, "event app::E\nhandler app::one::b\napp::E -handles-> app::one::b\n");
}

#[test]
fn what_is_too_entangled_is_told_for_each_name() {
    // What is asked first is followed through the tangle, until there is too much of it.
    let apart = "mod apart { use ensue::handler as on; #[on(on = crate::E)] fn apart(_: &crate::E) {} }\n";
    let handlers =
        (0..200).map(|at| format!("#[ensue::handler(on = S{at})] fn f{at}() {{}} ")).collect::<Vec<_>>().concat();
    let graph =
        of(format!("#[ensue::event] pub struct E;\n{apart}mod lost {{ use crate::m7::*; {handlers} }}\n{}", tangle()));
    assert!(graph.contains("app::E -handles-> app::apart::apart"), "{graph}");
    assert!(graph.contains("the imports around `app::lost` are too entangled to be followed"), "{graph}");
    let told = |name: &str| graph.contains(&format!("src/lib.rs:3 `{name}` "));
    assert!((0..200).all(|at| told(&format!("S{at}"))), "each is either told, or known to be no event: {graph}");

    // An attribute that may be ours is told by its line.
    let attributes = (0..200).map(|at| format!("#[never{at}] fn n{at}() {{}}\n")).collect::<Vec<_>>().concat();
    let lost = format!("mod lost {{ use crate::m7::*;\n{attributes} }}\n");
    let graph = of(format!("#[ensue::event] pub struct E;\n{lost}{}", tangle()));
    let told = |at: usize| {
        let line = at + 3;
        let why = "leads into a module whose names are not all known: it may be an annotation";
        graph.contains(&format!("hole unresolved-name src/lib.rs:{line} `#[never{at}]` {why}"))
    };
    let first = (0..200).find(|at| told(*at));
    assert!(first.is_some_and(|first| first > 0 && (first..200).all(told)), "{graph}");
}

#[test]
fn conditions_and_aliases_that_multiply_end() {
    let count = 60;
    let each = |text: &dyn Fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>().concat();
    // Two ways to each name, of which each leads on to two ways: 2^60 in all.
    let aliases = each(&|at| {
        let next = at + 1;
        format!("#[cfg(a{at})] type A{at} = A{next};\n#[cfg(b{at})] type A{at} = A{next};\n")
    });
    let graph = of(format!("#[ensue::event] struct A{count};\n{aliases}#[ensue::handler(on = A0)] fn f() {{}}"));
    assert!(graph.contains(&format!("app::A{count} -handles-> app::f if more than")), "{graph}");
    let modules = each(&|at| {
        let next = at + 1;
        format!("mod m{at} {{ #[cfg(a{at})] pub use crate::m{next}::*; #[cfg(b{at})] pub use crate::m{next}::X; }}\n")
    });
    let end = format!("mod m{count} {{ #[ensue::event] pub struct X; }}\n");
    let graph = of(format!("{modules}{end}#[ensue::handler(on = m0::X)] fn f() {{}}"));
    assert!(graph.contains(&format!("app::m{count}::X -handles-> app::f if more than")), "{graph}");
}

#[test]
fn long_bodies_are_followed_in_time_and_without_depth() {
    let many = 100_000;
    let body = |text: &str| {
        let emits = "may_emit = [E]";
        format!(
            "#[ensue::event] struct E;\n#[ensue::controller({emits})] fn f(a: &A, cx: &mut ensue::Cx<'_, f>) {{ {} a.go(cx); cx.emit(E); }}",
            text.repeat(many)
        )
    };
    let expected = "event app::E\ncontroller app::f\napp::f -emits-> app::E at src/lib.rs:2\n";
    assert_eq!(of(body("let a = a.x; ")), expected, "fields of fields");
    assert_eq!(of(body("let b = 1; { b; } ")), expected, "scopes");
    let locals = (0..many).map(|at| format!("let a{at} = 1; {{}} ")).collect::<Vec<_>>().concat();
    assert_eq!(of(body("").replace("a.go", &format!("{locals} a.go"))), expected, "many locals in scopes");
}

#[test]
fn long_ways_are_followed_in_time() {
    // Each helper calls the next one twice; with the context of one emitter, none of them declares what it does.
    let many = 3_000;
    let step = |at: usize| format!("fn h{at}(cx: &mut Cx<'_, c>) {{ h{0}(cx); h{0}(cx); }}\n", at + 1);
    let steps = (0..many).map(step).collect::<Vec<_>>().concat();
    let start = "use ensue::Cx; #[ensue::event] struct E; #[ensue::controller(may_emit = [E])]\n";
    let ends = "fn c(cx: &mut Cx<'_, c>) { h0(cx); }\n";
    let graph = of(format!("{start}{ends}{steps}fn h{many}(cx: &mut Cx<'_, c>) {{ cx.emit(E); }}\n"));
    assert!(graph.ends_with(" at src/lib.rs:2\n"), "{graph}");
    assert!(graph.contains(&format!(" app::h{many}, ")), "{graph}");
    assert_eq!(graph.matches("app::h").count(), many + 1);
}

#[test]
fn many_annotations_under_another_name_are_read_in_time() {
    let many = 10_000;
    let events = (0..many).map(|at| format!("#[fact]\nstruct E{at};\n")).collect::<Vec<_>>().concat();
    let graph = of(format!("use ensue::event as fact;\n{events}"));
    assert_eq!(graph.lines().filter(|line| line.starts_with("event ")).count(), many);
    assert_eq!(graph.lines().count(), many);
}

/// The graph depends on the files, not on where the tree begins or on what was read first.
#[test]
fn the_same_bytes_each_time() {
    for (name, text) in all() {
        let once = analyze_files(files(&text)).graph.to_json();
        let again = analyze_files(files(&text).into_iter().rev().collect::<Vec<_>>()).graph.to_json();
        assert_eq!(once, again, "{name}");
        // The same workspace deeper in a tree: paths are relative to it.
        let moved = files(&text).into_iter().map(|(path, text)| (format!("a/b/{path}"), text));
        let tree = Memory::new(moved);
        let project = ensue_analyzer::source::load(&tree, "a/b").expect("a project");
        let deeper = ensue_analyzer::model::analyze(&tree, &project).graph.to_json();
        // What leads out of the one tree leads to nothing in the other.
        if name != "broken" {
            assert_eq!(once, deeper, "{name}");
        }
    }
}
