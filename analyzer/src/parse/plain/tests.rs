//! Which items are read without the parser, and that they are what the parser tells.

use super::super::outline::Item;
use super::super::{on_all_cores, on_item_at, types};
use super::item;

/// The usual forms; each of them must be read here.
const PLAIN: &[&str] = &[
    "/// It happened.\n///\n///  Twice.\n#[event(name = \"paid\", tag = [\"billing\", \"cash\"])]\n#[derive(Debug, Clone, Serialize)]\n\
     pub struct Paid {\n    /// Which.\n    pub id: u64,\n    #[serde(skip)]\n    pub(crate) rest: Option<Vec<(u8, &'static str)>>,\n}",
    "#[ensue::event]\nenum Closed { No, At { time: Time }, For(Reason, [u8; 4]) = 3 }",
    "#[effect(performed_by = \"bank\", completes_with = [Paid, crate::Failed])]\npub struct Pay(pub u64, Account);",
    "/// Takes it.\n#[handler(on = Paid, may_emit = [Closed, scheduled(time::Due)], may_request = Pay, timing = deferred)]\n\
     pub async fn take(event: &Paid, auths: &Auths, mailer: &dyn Mailer, cx: &mut Cx<'_, take>) -> Result<(), Failure> {\n\
     \x20   let Some(rest) = event.rest.as_ref().filter(|rest| !rest.is_empty()) else { return Ok(()) };\n\
     \x20   for (at, part) in rest.iter().enumerate() {\n        if let Some(x @ 1..=9) = auths.get(at)?.x { cx.emit(Closed::At { time: now(), ..x }); }\n    }\n\
     \x20   match part.0 {\n        State::Open | State::Half(_) if at > 3 => auths.close::<Fast>(at as u64, cx).await?,\n        State::Done { by, .. } => { by.run(|cx: &mut Cx<'_, take>| cx.emit(Paid { id: 1 << 3 })) }\n        _ => {}\n    }\n\
     \x20   let text = format!(\"{rest:?} and {}\", -part.1);\n    values[at + 1] = *text;\n    let all = vec![&*cx; 3];\n    async move { drop(all) }.await;\n\
     \x20   Ok(())\n}",
    "#[handler(on_change_of = [Order])]\nfn look(event: &Changed<Order>) { 'a: loop { break 'a } }",
    "#[effect_handler(on = Pay)]\nfn pay(effect: &Pay, cx: &mut Cx<'_, pay>) { helper(effect.0, cx) }",
    "#[controller(route = \"POST /payments\", may_emit = [Paid], resumes = Closed)]\nfn post(id: u64, auths: &Auths, cx: &mut Cx<'_, post>) {}",
    "#[emits(Paid, requests(Pay))]\nfn step<C>(mut id: u64, cx: &mut Cx<'_, C>) where C: Send + 'static { cx.emit(Paid { id }) }",
    "/// Owns them.\n#[archiver(resource = Order)]\nimpl Orders {\n    const LIMIT: usize = 3 * 2;\n\
     \x20   #[transition(from = [Open, Half], to = Done, emits = [Paid, scheduled(Due)])]\n    pub fn close<C>(&self, cx: &mut Cx<'_, C>) -> u8 { cx.emit(Paid); 1 }\n\
     \x20   #[emits(Closed)]\n    async fn tell<C>(self: &Arc<Self>, cx: &mut Cx<'_, C>) {}\n    fn get(&self, id: u64) -> Option<&Order> { self.0.get(&id) }\n}",
    "impl<'a, T: Emits<Paid> + ?Sized> Step for Runner<'a, T> where T: Fn(&u8) -> u8 { type Output = T; fn run(&mut self) { (self.run)(1.0_f32) } }",
    "pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;",
    "fn glue<C>(cx: &mut Cx<'_, C>) { assert!(a&&!b||c>=-1, \"{}\", &&*cx); let x: Vec<Vec<u8>> = f::<A<B>>(|| 1..=2, |x|-> u8 { x }); }",
];

/// What is wrong or unusual; each of them must be left to the parser.
const OTHER: &[&str] = &[
    "#[event(nam = \"paid\")] struct Paid;",
    "#[event] struct Paid<T>(T);",
    "#[event(name = \"\")] struct Paid;",
    "#[event] #[effect] struct Paid;",
    "#[cfg(unix)] #[event] struct Paid;",
    "#[handler(on = Paid, on = Paid)] fn f(event: &Paid) {}",
    "#[handler(on = [Paid, Paid])] fn f(event: &Paid) {}",
    "#[handler(on = Vec<Paid>)] fn f(event: &Paid) {}",
    "#[handler(on = Paid, timing = later)] fn f(event: &Paid) {}",
    "#[handler(on = Paid, exclusive = event.id)] fn f(event: &Paid) {}",
    "#[handler(on = Paid)] fn f() {}",
    "#[handler(on = Paid)] fn f(event: Paid) {}",
    "#[handler(on = Paid)] fn f(event: &Paid, a: &A, b: &A) {}",
    "#[handler(on = Paid)] fn f(event: &Paid, a: &str) {}",
    "#[handler(on = Paid)] fn f(event: &Paid, cx: &Cx<'_, f>) {}",
    "#[handler(on = Paid)] fn f(event: &Paid, a: &mut A, cx: &mut Cx<'_, f>) {}",
    "#[handler(on = Paid)] fn f<T>(event: &Paid) {}",
    "#[handler(on = Paid)] unsafe fn f(event: &Paid) {}",
    "#[effect_handler(on = Pay, timing = inline)] fn f(effect: &Pay) {}",
    "#[controller(route = \"POST payments\")] fn f() {}",
    "#[controller] fn f(text: &'static str) {}",
    "#[controller] fn f((a, b): (u8, u8)) {}",
    "#[controller] fn f(of: impl Of) {}",
    "#[emits(Paid)] fn f(cx: &mut Cx<'_, g>) {}",
    "#[emits(Paid)] fn f(cx: &mut Cx<'_, G>) where G: Send {}",
    "#[emits()] fn f<C>(cx: &mut Cx<'_, C>) {}",
    "#[archiver] impl A {}",
    "#[archiver(resource = B)] impl A for C {}",
    "#[archiver(resource = B)] impl A { #[transition(from = [X])] fn f<C>(cx: &mut Cx<'_, C>) {} }",
    "#[archiver(resource = B)] impl A { fn f<C: Emits<Paid>>(cx: &mut Cx<'_, C>) {} }",
    "fn f(cx: &mut Cx) { wire!(cx) }",
    "fn f(cx: &mut Cx) { #[cfg(test)] cx.emit(1); }",
    "fn f(cx: &mut Cx) { fn g() {} }",
    "fn f(cx: &mut Cx) { format!(\"{}\", wire!(cx)) }",
    "fn f(cx: &mut Cx) { a < b < c }",
    "fn f(cx: &mut Cx) { 1e-6 }",
    "fn r#f(cx: &mut Cx) {}",
];

fn plainly(text: &str) -> Option<Item> {
    item(text, 0..text.len(), 1, &[]).ok()
}

fn by_the_parser(text: &str) -> Vec<Item> {
    let read = |_| on_item_at(text, types::Start::default()).ok();
    on_all_cores(1, read).pop().flatten().flatten().unwrap_or_default()
}

#[test]
fn what_is_usual_is_read_as_the_parser_reads_it() {
    for text in PLAIN {
        let read = plainly(text).unwrap_or_else(|| panic!("left to the parser:\n{text}"));
        assert_eq!([read], by_the_parser(text)[..], "{text}");
    }
}

#[test]
fn what_is_unusual_is_left_to_the_parser() {
    for text in OTHER {
        assert_eq!(plainly(text), None, "{text}");
    }
}

/// Each cut and each change of one token is left to the parser, or read as it does.
#[test]
fn what_is_broken_is_never_read_otherwise() {
    let changed = on_all_cores(PLAIN.len(), |at| {
        let text = PLAIN[at];
        let words: Vec<&str> = text.split_inclusive([' ', '(', ',', '<']).collect();
        for skipped in 0..words.len() {
            let cut = [&words[..skipped], &words[skipped + 1..]].concat().concat();
            let Some(read) = plainly(&cut) else { continue };
            let parsed = on_item_at(&cut, types::Start::default()).unwrap_or_default();
            assert_eq!([read], parsed[..], "{cut}");
        }
    });
    assert!(changed.iter().all(Option::is_some), "a thread was lost: see its message");
}

/// Nesting is bounded before anything recurses.
#[test]
fn what_nests_deeply_is_left_to_the_parser() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{", "}"), ("&", ""), ("!", ""), ("if x {", "}"), ("|x| ", ""), ("a = ", "")]
    {
        let text = format!("fn f(cx: &mut Cx) {{ {}1{} }}", open.repeat(5_000), close.repeat(5_000));
        assert_eq!(plainly(&text), None, "{open}");
    }
    assert_eq!(plainly(&format!("fn f(a: {}u8) {{}}", "&".repeat(5_000))), None);
    assert_eq!(plainly(&format!("fn f(a: &mut u8) {{ a{} }}", ".b".repeat(5_000))), None);
    assert_eq!(plainly(&format!("fn f(a: &mut u8) {{ a{} }}", " + b".repeat(5_000))), None);
}
