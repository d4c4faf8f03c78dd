//! Where a mistake in an annotation is marked: at the tokens to change, wherever the annotation stands.

use ensue_tests::{ensue, folder, run};
use serde_json::Value;

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n\n[dependencies]\nensue = \"0.1\"\n";

/// A library with marks, which are taken out, around what is to be marked.
const MARKED: &[(&str, &str)] = &[
    ("a word", "#[ensue::event(«nam» = \"Paid\")]\npub struct Paid;\n"),
    ("the second of two", "#[ensue::controller(tag = [\"a\"], «tag» = [\"b\"])]\nfn settle() {}\n"),
    ("several tokens", "#[ensue::event(name = «Paid::At»)]\npub struct Paid;\n"),
    ("behind other characters", "#[ensue::event(name = \"Zahlung über 5 €\", «versio» = 2)]\npub struct Paid;\n"),
    (
        "in lines of its own",
        "#[ensue::event(\r\n    name = \"Paid\",\r\n    «versio» = 2,\r\n)]\r\npub struct Paid;\r\n",
    ),
    ("of several lines the first", "#[ensue::controller]\nfn settle(day: «Vec<»\n    &str,\n>) {}\n"),
    ("in a body", "pub fn outer() {\n    #[ensue::event(«versio» = 2)]\n    struct Paid;\n}\n"),
    ("in a body on one line", "pub fn outer() { #[ensue::event(«versio» = 2)] struct Paid; }\n"),
    (
        "in what a macro is given",
        "macro_rules! same { ($($all:tt)*) => { $($all)* } }\n\
         same! { #[ensue::event(«versio» = 2)] pub struct Paid; }\n",
    ),
    ("behind a byte order mark", "\u{feff}#[ensue::event(«versio» = 2)]\npub struct Paid;\n"),
];

#[test]
fn a_mistake_is_marked_at_the_tokens_to_change() {
    for (what, marked) in MARKED {
        let source = marked.replace(['«', '»'], "");
        let place = folder(&[("Cargo.toml", MANIFEST), ("src/lib.rs", &source)]);
        let answer = run(ensue!().args(["check", "--format", "json"]).current_dir(place.path()));
        let messages = answer.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let spans: Vec<Value> = messages
            .filter(|it| it["message"]["code"]["code"] == "misread_annotation")
            .map(|it| it["message"]["spans"][0].clone())
            .collect();
        let [span] = &spans[..] else { panic!("{what}: {answer:#?}") };
        let byte = |key: &str| usize::try_from(span[key].as_u64().expect("a number")).expect("a small number");
        let (start, end) = (byte("byte_start"), byte("byte_end"));
        let found = format!("{}«{}»{}", &source[..start], &source[start..end], &source[end..]);
        assert_eq!(found, *marked, "{what}");
    }
}
