//! The states of the resources that archivers own.

use super::problems::Problems;
use crate::parse::Archiver;
use crate::parse::outline::{Enum, ItemKind, Path, Type};
use crate::resolve::{Def, Definition, Names};
use ensue_grammar::graph::{Site, State};

/// Names further away than this share of their letters are no help.
const NEAR: f64 = 0.6;

/// The states of the resource of an archiver, if they can be told. Names in its transitions that are none of them are told as
/// diagnostics.
pub(super) fn states(
    names: &Names,
    archiver: &Archiver,
    at: &Definition,
    problems: &mut Problems<'_>,
) -> Option<Vec<State>> {
    let resource = item(names, at, archiver.resource.as_ref()?)?;
    let ItemKind::Struct(fields) = &resource.item.kind else { return None };
    let Type::Path(path, _) = fields.types.get(fields.state?)? else { return None };
    let place = item(names, resource, path)?;
    let ItemKind::Enum(states) = &place.item.kind else { return None };
    for (written, line) in archiver.methods.iter().filter_map(|method| method.transition.as_ref()).flat_map(written) {
        if !states.variants.iter().any(|state| state.name == *written) {
            misspelt(names, states, place, (at, written, *line), problems);
        }
    }
    let file = problems.file(place);
    let state = |it: &crate::parse::outline::Variant| State {
        name: it.name.clone(),
        initial: it.is_initial,
        terminal: it.is_terminal,
        declared_at: Site { file: file.clone(), line: it.line },
    };
    Some(states.variants.iter().map(state).collect())
}

/// The item of the tree that a path means, if it means one alone.
fn item<'n>(names: &'n Names, at: &Definition, path: &Path) -> Option<&'n Definition> {
    match &names.resolve_type(at.module, path)[..] {
        [(Def::Item(id), _)] => Some(names.item(*id)),
        _ => None,
    }
}

fn written(of: &crate::parse::Transition) -> impl Iterator<Item = &(String, u32)> {
    of.from.iter().chain(&of.to)
}

fn misspelt(
    names: &Names,
    states: &Enum,
    place: &Definition,
    (at, written, line): (&Definition, &str, u32),
    problems: &mut Problems<'_>,
) {
    let owner = format!("{}::{}", names.module_path(place.module), place.item.name);
    let near = states.variants.iter().map(|state| (strsim::jaro_winkler(written, &state.name), &state.name));
    let near = near.reduce(|best, it| if it.0 > best.0 { it } else { best }).filter(|best| best.0 >= NEAR);
    let message = match &near {
        Some((_, near)) => format!("`{owner}` has no state `{written}`: did you mean `{near}`?"),
        None => format!("`{owner}` has no state `{written}`"),
    };
    problems.wrong_state(at, written, line, near.map(|(_, near)| near.clone()), message);
}
