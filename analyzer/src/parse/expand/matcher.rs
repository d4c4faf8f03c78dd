//! Which rule an invocation means, as rustc decides it: all ways through a rule are followed at once, token by token, and
//! nothing is taken back. Where a fragment begins there must be one way; the parser then decides how far it goes.

use super::fragment::{self, Begins};
use super::rules::{Op, Rule, Rules, Step};
use super::tokens::{Bracket, Fragment, Kind, Token, ends};

/// Steps of one invocation.
const MAX_STEPS: usize = 1_000_000;

/// What a variable is bound to.
#[derive(Debug, Clone)]
pub(super) enum Bound {
    Once(Vec<Token>),
    Each(Vec<Bound>),
}

/// The first rule that matches, and what its variables are bound to.
pub(super) fn first_match<'r>(
    rules: &'r Rules,
    tokens: &[Token],
    edition: u16,
) -> Result<(&'r Rule, Vec<Bound>), String> {
    let mut steps = 0;
    for rule in &rules.all {
        let mut run = Run { rule, tokens: tokens.to_vec(), edition, past: Vec::new(), steps };
        if let Some(end) = run.all()? {
            return Ok((rule, run.bound(&end)?));
        }
        steps = run.steps;
    }
    Err("no rule of it matches".into())
}

/// What happened on a way, in a list that ways share from its begin.
struct Past {
    event: Event,
    before: Option<usize>,
}

enum Event {
    /// A repetition of these variables begins.
    Repeats {
        variables: (usize, usize),
        depth: usize,
    },
    Binds {
        index: usize,
        depth: usize,
        from: usize,
        to: usize,
    },
}

/// One way through a rule.
#[derive(Clone, Copy)]
struct Way {
    step: usize,
    past: Option<usize>,
}

struct Run<'r> {
    rule: &'r Rule,
    tokens: Vec<Token>,
    edition: u16,
    past: Vec<Past>,
    steps: usize,
}

impl Run<'_> {
    /// The one way that matches all tokens, at its end; `None` if there is none.
    fn all(&mut self) -> Result<Option<Way>, String> {
        let mut here = vec![Way { step: 0, past: None }];
        let mut at = 0;
        loop {
            let (mut next, mut fragments, mut ended) = (Vec::new(), Vec::new(), Vec::new());
            while let Some(way) = here.pop() {
                self.steps += 1;
                if self.steps > MAX_STEPS {
                    return Err(format!("matching it takes more than {MAX_STEPS} steps"));
                }
                self.step(way, at, &mut here, &mut next, &mut fragments, &mut ended)?;
            }
            if at == self.tokens.len() {
                return match ended[..] {
                    [] => Ok(None),
                    [end] => Ok(Some(end)),
                    _ => Err("a rule matches in several ways".into()),
                };
            }
            match (&next[..], &fragments[..]) {
                ([], []) => return Ok(None),
                (_, []) => {
                    here = next;
                    at += 1;
                }
                ([], [way]) => {
                    let (way, from) = (*way, at);
                    let Step::Variable { index, depth } = self.rule.matcher[way.step] else { return Ok(None) };
                    at = fragment::end(self.rule.variables[index], &mut self.tokens, at, self.edition)?;
                    let event = Event::Binds { index, depth, from, to: at };
                    here = vec![Way { step: way.step + 1, past: Some(self.then(way.past, event)) }];
                }
                _ => return Err("a rule can go on in several ways, which rustc refuses".into()),
            }
        }
    }

    fn step(
        &mut self,
        way: Way,
        at: usize,
        here: &mut Vec<Way>,
        next: &mut Vec<Way>,
        fragments: &mut Vec<Way>,
        ended: &mut Vec<Way>,
    ) -> Result<(), String> {
        let token = self.tokens.get(at);
        let on = |step: usize| Way { step, ..way };
        match &self.rule.matcher[way.step] {
            Step::Token(wanted) => {
                if token.is_some_and(|it| equal(wanted, it)) {
                    next.push(on(way.step + 1));
                }
            }
            Step::Variable { index, .. } => {
                let Some(token) = token else { return Ok(()) };
                match fragment::begins(self.rule.variables[*index], token, self.edition) {
                    Begins::Yes => fragments.push(way),
                    Begins::No => {}
                    Begins::Unknown => {
                        return Err(format!("whether a fragment begins with {} is not known here", shown(token)));
                    }
                }
            }
            Step::Repeat { op, after, variables, depth } => {
                let (op, after) = (*op, *after);
                let event = Event::Repeats { variables: *variables, depth: *depth };
                let past = Some(self.then(way.past, event));
                if op != Op::Some {
                    here.push(Way { step: after, past });
                }
                here.push(Way { step: way.step + 1, past });
            }
            Step::Again { op, first } => {
                here.push(on(way.step + 1));
                if *op != Op::Optional {
                    here.push(on(*first));
                }
            }
            Step::Separator(separator) => {
                here.push(on(way.step + 2));
                if token.is_some_and(|it| equal(separator, it)) {
                    next.push(on(way.step + 1));
                }
            }
            Step::Back { first } => here.push(on(*first)),
            Step::End => {
                if token.is_none() {
                    ended.push(way);
                }
            }
        }
        Ok(())
    }

    fn then(&mut self, before: Option<usize>, event: Event) -> usize {
        self.past.push(Past { event, before });
        self.past.len() - 1
    }

    /// What the variables are bound to on the way that ends here.
    fn bound(&self, end: &Way) -> Result<Vec<Bound>, String> {
        let mut events = Vec::new();
        let mut here = end.past;
        while let Some(at) = here {
            events.push(&self.past[at].event);
            here = self.past[at].before;
        }
        let mut all: Vec<Bound> = self.rule.variables.iter().map(|_| Bound::Each(Vec::new())).collect();
        for event in events.into_iter().rev() {
            let (variables, depth, bound) = match event {
                Event::Repeats { variables, depth } => (variables.0..variables.1, *depth, Bound::Each(Vec::new())),
                Event::Binds { index, depth, from, to } => {
                    let kept = kept(self.rule.variables[*index], &self.tokens[*from..*to]);
                    (*index..*index + 1, *depth, Bound::Once(kept))
                }
            };
            for index in variables {
                place(&mut all[index], depth, bound.clone()).ok_or("a variable is bound at two depths")?;
            }
        }
        Ok(all)
    }
}

/// Adds to the last repetition of `depth`.
fn place(into: &mut Bound, depth: usize, bound: Bound) -> Option<()> {
    let mut here = into;
    for level in 0..depth {
        let Bound::Each(each) = here else { return None };
        if level + 1 == depth {
            each.push(bound);
            return Some(());
        }
        here = each.last_mut()?;
    }
    *here = bound;
    Some(())
}

/// What a fragment matched, as it is passed on: all but single tokens and trees stay together.
fn kept(fragment: Fragment, tokens: &[Token]) -> Vec<Token> {
    if matches!(fragment, Fragment::Ident | Fragment::Lifetime | Fragment::Tt) {
        return tokens.to_vec();
    }
    let line = tokens.first().map_or(0, |it| it.line);
    let inner = match (tokens.first().map(|it| &it.kind), tokens.len()) {
        (Some(Kind::Open(Bracket::Fragment(_))), count) if ends(tokens)[0] + 1 == count => &tokens[1..count - 1],
        _ => tokens,
    };
    let mut all = Vec::with_capacity(inner.len() + 2);
    all.push(Token { kind: Kind::Open(Bracket::Fragment(fragment)), line });
    all.extend_from_slice(inner);
    all.push(Token { kind: Kind::Close(Bracket::Fragment(fragment)), line });
    all
}

/// Whether a written token is meant; what a fragment matched equals none.
fn equal(wanted: &Token, token: &Token) -> bool {
    !matches!(token.kind, Kind::Open(Bracket::Fragment(_)) | Kind::Close(Bracket::Fragment(_)))
        && wanted.kind == token.kind
}

fn shown(token: &Token) -> String {
    match &token.kind {
        Kind::Word(text) | Kind::Lifetime(text) | Kind::Literal(text) | Kind::Mark(text) => format!("`{text}`"),
        Kind::Open(_) | Kind::Close(_) => "what another fragment matched".into(),
    }
}
