//! A `macro_rules!` definition: what each rule matches and what it makes.

use super::super::attributes;
use super::Writes;
use super::tokens::{self, Bracket, Fragment, Kind, Token};

/// The rules of one macro, in their order.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) all: Vec<Rule>,
}

/// One rule.
#[derive(Debug)]
pub(super) struct Rule {
    /// What it matches, flat: a program for the matcher.
    pub(super) matcher: Vec<Step>,
    /// The fragments of its variables, by index.
    pub(super) variables: Vec<Fragment>,
    pub(super) makes: Vec<Piece>,
}

/// A step of a matcher; positions are positions of steps.
#[derive(Debug)]
pub(super) enum Step {
    Token(Token),
    Variable {
        index: usize,
        /// How many repetitions it stands in.
        depth: usize,
    },
    /// The begin of a repetition.
    Repeat {
        op: Op,
        /// Behind it.
        after: usize,
        /// Its variables: the first, and behind the last.
        variables: (usize, usize),
        depth: usize,
    },
    /// The end of a repetition without separator that begins behind `first`.
    Again {
        op: Op,
        first: usize,
    },
    /// The end of a repetition with a separator; the next step leads back.
    Separator(Token),
    /// Behind a separator.
    Back {
        first: usize,
    },
    End,
}

/// How often a repetition may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Any,
    Some,
    Optional,
}

/// What a rule makes.
#[derive(Debug)]
pub(super) enum Piece {
    Token(Token),
    Variable(usize),
    /// `$crate`
    Crate,
    Repeat {
        pieces: Vec<Piece>,
        separator: Option<Token>,
        /// The variables in it.
        variables: Vec<usize>,
    },
    /// What is not followed, and why.
    Unknown(String),
}

impl Rules {
    /// From the tokens inside of the brackets of `macro_rules! name { .. }`.
    pub(super) fn read(tokens: &[Token], edition: u16) -> Result<Rules, String> {
        let ends = tokens::ends(tokens);
        let mut all = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let (left, right) = (at, ends[at] + 1);
            let arrow = tokens.get(right).is_some_and(|it| it.is_mark("=>"));
            let body = right + 1;
            if !is_open(tokens.get(left)) || !arrow || !is_open(tokens.get(body)) {
                return Err("its rules are not of the form `(..) => { .. };`".into());
            }
            let mut names = Vec::new();
            let mut read = Matcher { steps: Vec::new(), names: &mut names, variables: Vec::new(), edition };
            read.sequence(&tokens[left + 1..ends[left]], 0)?;
            let (mut matcher, variables) = (read.steps, read.variables);
            matcher.push(Step::End);
            let makes = pieces(&tokens[body + 1..ends[body]], &names, 0)?;
            all.push(Rule { matcher, variables, makes });
            at = ends[body] + 1;
            match tokens.get(at) {
                Some(it) if it.is_mark(";") => at += 1,
                None => {}
                Some(_) => return Err("its rules are not separated by `;`".into()),
            }
        }
        Ok(Rules { all })
    }
}

impl Rules {
    /// What the rules can write, whatever they match.
    pub(super) fn writes(&self) -> Writes {
        let mut writes = Writes::default();
        for rule in &self.all {
            let mut flat = Vec::new();
            flatten(&rule.makes, &mut flat);
            add(&flat, &mut writes);
        }
        writes.calls.sort();
        writes.calls.dedup();
        writes
    }
}

/// What rules can write that were not understood: what they match is taken for written as well.
pub(super) fn writes_at_most(tokens: &[Token]) -> Writes {
    let mut writes = Writes::default();
    let is_given = |at: usize| at.checked_sub(1).is_some_and(|before| tokens[before].is_mark("$"));
    let flat = tokens.iter().enumerate().filter(|(_, token)| !token.is_mark("$"));
    let flat: Vec<_> = flat.map(|(at, token)| (!is_given(at)).then_some(token)).collect();
    add(&flat, &mut writes);
    writes.calls.sort();
    writes.calls.dedup();
    writes
}

/// Adds what a sequence of tokens writes, in which `None` is what the macro is given.
fn add(flat: &[Option<&Token>], writes: &mut Writes) {
    for (at, piece) in flat.iter().enumerate() {
        let is = |at: usize, mark: &str| matches!(flat.get(at), Some(Some(token)) if token.is_mark(mark));
        let opens = |at: usize| matches!(flat.get(at), Some(Some(Token { kind: Kind::Open(_), .. })));
        if is(at, "#") {
            let attribute = if opens(at + 1) { flat.get(at + 2) } else { flat.get(at + 1) };
            if let Some(Some(token)) = attribute {
                let name = token.word().unwrap_or_default();
                let is_plain = attributes::is_built_in(name) && name != "cfg_attr" || token.is_mark("!");
                writes.attributes |= !is_plain;
            } else {
                (writes.attributes, writes.given_attributes) = (true, true);
            }
        }
        if is(at + 1, "!") && opens(at + 2) {
            match piece.and_then(Token::word) {
                Some(name) => writes.calls.push(name.strip_prefix("r#").unwrap_or(name).to_owned()),
                None => writes.any_call |= piece.is_none(),
            }
        }
    }
}

/// The tokens of all pieces in their order; `None` for what is given.
fn flatten<'a>(pieces: &'a [Piece], into: &mut Vec<Option<&'a Token>>) {
    for piece in pieces {
        match piece {
            Piece::Token(token) => into.push(Some(token)),
            Piece::Variable(_) | Piece::Unknown(_) => into.push(None),
            // The path goes on behind it.
            Piece::Crate => {}
            Piece::Repeat { pieces, .. } => flatten(pieces, into),
        }
    }
}

struct Matcher<'a> {
    steps: Vec<Step>,
    names: &'a mut Vec<String>,
    variables: Vec<Fragment>,
    edition: u16,
}

impl Matcher<'_> {
    /// Adds the steps of these tokens, and tells whether they can match nothing.
    fn sequence(&mut self, tokens: &[Token], depth: usize) -> Result<bool, String> {
        within_limit(depth)?;
        let ends = tokens::ends(tokens);
        let mut at = 0;
        let mut can_be_nothing = true;
        while let Some(token) = tokens.get(at) {
            if !token.is_mark("$") {
                if is_doc_comment(&tokens[at..]) {
                    return Err("a rule matches a doc comment, which rustc skips".into());
                }
                self.steps.push(Step::Token(token.clone()));
                can_be_nothing = false;
                at += 1;
                continue;
            }
            match tokens.get(at + 1).map(|it| &it.kind) {
                Some(Kind::Word(name)) if tokens.get(at + 2).is_some_and(|it| it.is_mark(":")) => {
                    let fragment = tokens.get(at + 3).and_then(Token::word).unwrap_or_default();
                    let fragment = self.fragment(fragment)?;
                    can_be_nothing &= fragment == Fragment::Vis;
                    self.steps.push(Step::Variable { index: self.variables.len(), depth });
                    self.variables.push(fragment);
                    if self.names.iter().any(|it| **it == **name) {
                        return Err(format!("a rule binds `${name}` twice"));
                    }
                    self.names.push(name.to_string());
                    at += 4;
                }
                Some(Kind::Open(Bracket::Round)) => {
                    let end = ends[at + 1];
                    let (separator, op, next) = repetition(tokens, end + 1)?;
                    self.repeat(&tokens[at + 2..end], separator, op, depth)?;
                    can_be_nothing &= op != Op::Some;
                    at = next;
                }
                _ => return Err("a rule matches a `$` that is neither a variable nor a repetition".into()),
            }
        }
        Ok(can_be_nothing)
    }

    fn repeat(&mut self, tokens: &[Token], separator: Option<Token>, op: Op, depth: usize) -> Result<(), String> {
        let begin = self.steps.len();
        let first_variable = self.variables.len();
        self.steps.push(Step::End);
        let can_be_nothing = self.sequence(tokens, depth + 1)?;
        let first = begin + 1;
        match separator {
            None if can_be_nothing => return Err("a rule repeats what can be nothing".into()),
            None => self.steps.push(Step::Again { op, first }),
            Some(_) if op == Op::Optional => return Err("a rule gives `?` a separator".into()),
            Some(separator) => {
                self.steps.push(Step::Separator(separator));
                self.steps.push(Step::Back { first });
            }
        }
        let variables = (first_variable, self.variables.len());
        self.steps[begin] = Step::Repeat { op, after: self.steps.len(), variables, depth };
        Ok(())
    }

    fn fragment(&self, name: &str) -> Result<Fragment, String> {
        Ok(match name {
            "block" => Fragment::Block,
            // What the newer editions add to an expression begins with a keyword; where that matters it is refused.
            "expr" | "expr_2021" => Fragment::Expr,
            "ident" => Fragment::Ident,
            "item" => Fragment::Item,
            "lifetime" => Fragment::Lifetime,
            "literal" => Fragment::Literal,
            "meta" => Fragment::Meta,
            "pat" if self.edition >= 2021 => Fragment::Pat,
            "pat" | "pat_param" => Fragment::PatParam,
            "path" => Fragment::Path,
            "tt" => Fragment::Tt,
            "ty" => Fragment::Ty,
            "vis" => Fragment::Vis,
            other => return Err(format!("a rule matches a fragment `{other}`, whose extent is not known here")),
        })
    }
}

/// Repetitions in each other, of which reading and writing recurse.
const MAX_DEPTH: usize = 64;

fn within_limit(depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH { Err(format!("a rule has more than {MAX_DEPTH} repetitions in each other")) } else { Ok(()) }
}

fn is_open(token: Option<&Token>) -> bool {
    matches!(token, Some(Token { kind: Kind::Open(_), .. }))
}

fn is_doc_comment(tokens: &[Token]) -> bool {
    let [hash, open, doc, equals, ..] = tokens else { return false };
    let is_doc = hash.is_mark("#") && open.kind == Kind::Open(Bracket::Square) && doc.word() == Some("doc");
    is_doc && equals.is_mark("=") && matches!(tokens.get(4), Some(Token { kind: Kind::Literal(_), .. }))
}

/// What follows the brackets of a repetition: perhaps a separator, and how often. And where it ends.
fn repetition(tokens: &[Token], at: usize) -> Result<(Option<Token>, Op, usize), String> {
    let op = |at: usize| match tokens.get(at).and_then(Token::mark) {
        Some("*") => Some(Op::Any),
        Some("+") => Some(Op::Some),
        Some("?") => Some(Op::Optional),
        _ => None,
    };
    if let Some(op) = op(at) {
        return Ok((None, op, at + 1));
    }
    match (tokens.get(at), op(at + 1)) {
        (Some(separator), Some(op)) if !matches!(separator.kind, Kind::Open(_) | Kind::Close(_)) => {
            Ok((Some(separator.clone()), op, at + 2))
        }
        _ => Err("a repetition is not followed by `*`, `+` or `?`".into()),
    }
}

fn pieces(tokens: &[Token], names: &[String], depth: usize) -> Result<Vec<Piece>, String> {
    within_limit(depth)?;
    let ends = tokens::ends(tokens);
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if !token.is_mark("$") {
            all.push(Piece::Token(token.clone()));
            at += 1;
            continue;
        }
        match tokens.get(at + 1).map(|it| &it.kind) {
            Some(Kind::Word(name)) if &**name == "crate" => {
                all.push(Piece::Crate);
                at += 2;
            }
            Some(Kind::Word(name)) => {
                let known = names.iter().position(|it| **it == **name);
                let unknown = || Piece::Unknown(format!("it writes `${name}`, which its rule does not bind"));
                all.push(known.map_or_else(unknown, Piece::Variable));
                at += 2;
            }
            Some(Kind::Open(Bracket::Round)) => {
                let end = ends[at + 1];
                let inner = pieces(&tokens[at + 2..end], names, depth + 1)?;
                let (separator, _, next) = repetition(tokens, end + 1)?;
                let mut variables = Vec::new();
                used(&inner, &mut variables);
                all.push(Piece::Repeat { pieces: inner, separator, variables });
                at = next;
            }
            _ => {
                all.push(Piece::Unknown("it writes a `$` for a macro that it defines".into()));
                at += 1;
            }
        }
    }
    Ok(all)
}

fn used(pieces: &[Piece], into: &mut Vec<usize>) {
    for piece in pieces {
        match piece {
            Piece::Variable(index) => into.push(*index),
            Piece::Repeat { variables, .. } => into.extend(variables),
            Piece::Token(_) | Piece::Crate | Piece::Unknown(_) => {}
        }
    }
}
