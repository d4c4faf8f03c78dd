//! Fragments: whether one begins with a token, by rustc's own table, and where it ends, by the parser.

use super::super::tokens::too_deep;
use super::tokens::{Bracket, Fragment, Kind, Token, stream};
use proc_macro2::TokenStream;
use syn::parse::{ParseStream, Parser};

/// Whether a fragment begins with a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    Yes,
    No,
    /// Rustc knows, we do not.
    Unknown,
}

/// Whether a fragment of this kind begins with this token.
pub(super) fn begins(fragment: Fragment, token: &Token, edition: u16) -> Begins {
    if let Kind::Open(Bracket::Fragment(inside)) = token.kind {
        return begins_with_fragment(fragment, inside);
    }
    let holds = match fragment {
        Fragment::Tt | Fragment::Item => !matches!(token.kind, Kind::Close(_)),
        Fragment::Ident => token.word().is_some_and(|word| word != "_"),
        Fragment::Lifetime => matches!(token.kind, Kind::Lifetime(_)),
        Fragment::Block => token.kind == Kind::Open(Bracket::Curly),
        Fragment::Literal => {
            matches!(token.kind, Kind::Literal(_))
                || token.is_mark("-")
                || token.word().is_some_and(|word| ["true", "false"].contains(&word))
        }
        Fragment::Path | Fragment::Meta => token.is_mark("::") || token.word().is_some(),
        Fragment::Vis if token.is_mark(",") || token.word().is_some() => true,
        Fragment::Ty | Fragment::Vis => return begins_type(token, edition),
        Fragment::Expr => return begins_expression(token, edition),
        Fragment::Pat | Fragment::PatParam => match &token.kind {
            Kind::Word(_) | Kind::Literal(_) | Kind::Open(Bracket::Round | Bracket::Square) => true,
            Kind::Mark(mark) => {
                ["&", "-", "&&", "..", "...", "::", "<", "<<"].contains(&&**mark)
                    || (fragment == Fragment::Pat && &**mark == "|")
            }
            _ => false,
        },
    };
    if holds { Begins::Yes } else { Begins::No }
}

/// What one fragment matched, given to another one.
fn begins_with_fragment(fragment: Fragment, inside: Fragment) -> Begins {
    use Fragment as F;
    match (fragment, inside) {
        (F::Tt | F::Item, _)
        | (F::Expr, F::Expr | F::Literal | F::Path | F::Block)
        | (F::Ty, F::Ty | F::Path)
        | (F::Pat | F::PatParam, F::Pat | F::PatParam)
        | (F::Literal, F::Literal)
        | (F::Path, F::Path)
        | (F::Meta, F::Meta)
        | (F::Block, F::Block)
        | (F::Vis, F::Vis) => Begins::Yes,
        (F::Ident | F::Lifetime, _)
        | (F::Block | F::Path | F::Meta | F::Pat | F::PatParam, F::Item | F::Vis)
        | (F::Block, F::Pat | F::PatParam | F::Ty | F::Meta | F::Path)
        | (F::Path | F::Meta | F::Pat | F::PatParam, F::Block) => Begins::No,
        _ => Begins::Unknown,
    }
}

fn begins_type(token: &Token, edition: u16) -> Begins {
    const KEYWORDS: &[&str] = &["_", "for", "impl", "fn", "unsafe", "extern", "typeof", "dyn"];
    match &token.kind {
        Kind::Word(word) => word_begins(word, edition, KEYWORDS),
        Kind::Lifetime(_) | Kind::Open(Bracket::Round | Bracket::Square) => Begins::Yes,
        Kind::Mark(mark) if ["!", "*", "&", "&&", "?", "<", "<<", "::"].contains(&&**mark) => Begins::Yes,
        _ => Begins::No,
    }
}

fn begins_expression(token: &Token, edition: u16) -> Begins {
    const KEYWORDS: &[&str] = &[
        "async", "do", "box", "break", "continue", "false", "for", "gen", "if", "loop", "match", "move", "return",
        "true", "try", "unsafe", "while", "yield", "safe", "static",
    ];
    const MARKS: &[&str] = &["!", "-", "*", "|", "||", "&", "&&", "..", "...", "..=", "<", "<<", "::", "#"];
    match &token.kind {
        // The editions differ in these.
        Kind::Word(word) if ["const", "_"].contains(&&**word) => Begins::Unknown,
        Kind::Word(word) => word_begins(word, edition, KEYWORDS),
        Kind::Literal(_) | Kind::Lifetime(_) | Kind::Open(_) => Begins::Yes,
        Kind::Mark(mark) if MARKS.contains(&&**mark) => Begins::Yes,
        _ => Begins::No,
    }
}

fn word_begins(word: &str, edition: u16, keywords: &[&str]) -> Begins {
    const RESERVED: &[&str] = &[
        "_", "abstract", "as", "become", "box", "break", "const", "continue", "do", "else", "enum", "extern", "false",
        "final", "fn", "for", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
        "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "type", "typeof", "unsafe", "unsized",
        "use", "virtual", "where", "while", "yield",
    ];
    if keywords.contains(&word) {
        return Begins::Yes;
    }
    // Reserved since some edition: what they were before is not worth following.
    let is_new = ["async", "await", "dyn", "try"].contains(&word) && edition < 2018 || word == "gen";
    match RESERVED.contains(&word) || ["async", "await", "dyn", "try"].contains(&word) {
        _ if is_new => Begins::Unknown,
        true => Begins::No,
        false => Begins::Yes,
    }
}

/// Where the fragment that begins here ends. A mark of which it takes only the begin, as of `>>`, is split.
pub(super) fn end(fragment: Fragment, tokens: &mut Vec<Token>, at: usize, edition: u16) -> Result<usize, String> {
    let tree = ends_of(tokens, at);
    if let Kind::Open(Bracket::Fragment(inside)) = tokens[at].kind
        && inside == fragment
        && !matches!(fragment, Fragment::Expr | Fragment::Tt)
    {
        return Ok(tree + 1);
    }
    match fragment {
        Fragment::Literal if tokens[at].is_mark("-") => match tokens.get(at + 1).map(|it| &it.kind) {
            Some(Kind::Literal(text)) if text.starts_with(|it: char| it.is_ascii_digit()) => Ok(at + 2),
            _ => Err("it is given a `-` where a literal must stand".into()),
        },
        Fragment::Ident | Fragment::Lifetime | Fragment::Literal | Fragment::Tt => Ok(tree + 1),
        // `unsafe(..)` is an attribute of the newer editions.
        Fragment::Meta if tokens[at].word() == Some("unsafe") => Err("it is given an `unsafe` attribute".into()),
        Fragment::Vis if tokens[at].word() == Some("crate") && edition < 2018 => {
            Err("it is given `crate` where a visibility may stand".into())
        }
        Fragment::Block | Fragment::Item | Fragment::Vis => parsed(tokens, at, Until::Close, reader(fragment)),
        Fragment::Expr | Fragment::Meta | Fragment::Pat | Fragment::PatParam | Fragment::Path | Fragment::Ty => {
            parsed(tokens, at, Until::Statement, reader(fragment))
        }
    }
}

type Reader = dyn Fn(ParseStream<'_>) -> syn::Result<()>;

fn reader(fragment: Fragment) -> &'static Reader {
    match fragment {
        Fragment::Block => &|input| input.parse::<syn::Block>().map(drop),
        Fragment::Item => &|input| match input.parse::<syn::Item>()? {
            syn::Item::Verbatim(_) => Err(input.error("an item of a newer language")),
            _ => Ok(()),
        },
        Fragment::Vis => &|input| input.parse::<syn::Visibility>().map(drop),
        Fragment::Meta => &|input| input.parse::<syn::Meta>().map(drop),
        Fragment::Pat => &|input| match syn::Pat::parse_multi_with_leading_vert(input)? {
            syn::Pat::Verbatim(_) => Err(input.error("a pattern of a newer language")),
            _ => Ok(()),
        },
        Fragment::PatParam => &|input| match syn::Pat::parse_single(input)? {
            syn::Pat::Verbatim(_) => Err(input.error("a pattern of a newer language")),
            _ => Ok(()),
        },
        Fragment::Path => &|input| input.parse::<syn::Path>().map(drop),
        Fragment::Ty => &|input| match input.parse::<syn::Type>()? {
            syn::Type::Verbatim(_) => Err(input.error("a type of a newer language")),
            _ => Ok(()),
        },
        _ => &|input| match input.parse::<syn::Expr>()? {
            syn::Expr::Verbatim(_) => Err(input.error("an expression of a newer language")),
            _ => Ok(()),
        },
    }
}

/// Tokens behind a fragment that a parser has looked at when it knows that the fragment ends.
const AHEAD: usize = 8;

/// Parses a prefix of these tokens and tells where it ends. It is given few tokens first, since most fragments are short in
/// lists that are long, and more as long as what it found could be due to that.
fn parsed(tokens: &mut Vec<Token>, from: usize, until: Until, read: &Reader) -> Result<usize, String> {
    let mut size = 64;
    let mut cut = from;
    loop {
        while cut < tokens.len() && cut - from < size && !until.ends(&tokens[cut]) {
            cut = ends_of(tokens, cut) + 1;
        }
        let is_all = cut - from < size || cut == tokens.len() || until.ends(&tokens[cut]);
        match trees(&tokens[from..cut], read) {
            Ok((taken, behind)) if is_all || behind >= AHEAD => return Ok(advance(tokens, from, taken)),
            Err(why) if is_all => return Err(why),
            Ok(_) | Err(_) => size *= 8,
        }
    }
}

/// How far a fragment can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// The end of the brackets around it.
    Close,
    /// As well a `;` or `=>`, which nothing but items and blocks can hold.
    Statement,
}

impl Until {
    fn ends(self, token: &Token) -> bool {
        let is_mark = |mark| token.is_mark(mark);
        matches!(token.kind, Kind::Close(_)) || self == Until::Statement && (is_mark(";") || is_mark("=>"))
    }
}

/// How many trees the parser takes, and how many it leaves.
fn trees(tokens: &[Token], read: &Reader) -> Result<(usize, usize), String> {
    let given = stream(tokens).ok_or("its brackets are not balanced")?;
    if let Some(why) = too_deep(&given) {
        return Err(format!("what it is given {why}"));
    }
    let count = |stream: &TokenStream| stream.clone().into_iter().count();
    let all = count(&given);
    let has_groups = tokens.iter().any(|it| matches!(it.kind, Kind::Open(Bracket::Fragment(_))));
    let text = has_groups.then(|| given.clone());
    let both = |input: ParseStream<'_>| {
        read(input)?;
        input.parse::<TokenStream>()
    };
    let rest =
        both.parse2(given).map_err(|error| format!("what it is given cannot be read as its rule asks: {error}"))?;
    let behind = count(&rest);
    let taken = all.checked_sub(behind).ok_or("it ends inside of what another fragment matched")?;
    if let Some(given) = text {
        let left: TokenStream = given.into_iter().skip(taken).collect();
        if left.to_string() != rest.to_string() {
            return Err("it ends inside of what another fragment matched".into());
        }
    }
    Ok((taken, behind))
}

/// The position behind so many trees, of which each character of a mark is one.
fn advance(tokens: &mut Vec<Token>, from: usize, trees: usize) -> usize {
    let mut at = from;
    let mut left = trees;
    while left > 0 && at < tokens.len() {
        let size = match &tokens[at].kind {
            Kind::Mark(mark) => mark.len(),
            Kind::Lifetime(_) => 2,
            _ => 1,
        };
        if let Kind::Mark(mark) = &tokens[at].kind
            && size > left
        {
            let (taken, rest) = mark.split_at(left);
            let line = tokens[at].line;
            let (taken, rest) = (Kind::Mark(taken.into()), Kind::Mark(rest.into()));
            tokens[at] = Token { kind: taken, line };
            tokens.insert(at + 1, Token { kind: rest, line });
            return at + 1;
        }
        left = left.saturating_sub(size);
        at = ends_of(tokens, at) + 1;
    }
    at
}

/// The last token of the tree that begins here.
fn ends_of(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (here, token) in tokens.iter().enumerate().skip(at) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return here;
        }
    }
    tokens.len().saturating_sub(1)
}
