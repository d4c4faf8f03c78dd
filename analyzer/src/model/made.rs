//! What macros made, told as what a reader can find: places in the files that call them, and `$crate` as it was written.

use crate::parse::expand::DOLLAR_CRATE;
use crate::resolve::{Made, Names};
use crate::source::Project;
use ensue_grammar::graph::{Doubt, Graph};
use std::collections::BTreeMap;

/// Replaces every place in what a macro made by the place in the file that is meant.
pub(super) fn relocate(graph: &mut Graph, names: &Names, project: &Project) {
    let made = names.made.iter().map(|(at, made)| {
        let real = project.relative(&names.files[made.file]);
        (project.relative(&names.files[*at]), (real, made))
    });
    let places = Places { made: made.collect() };
    if places.made.is_empty() {
        return;
    }
    for node in &mut graph.nodes {
        places.mend(&mut node.file, &mut node.line);
        let texts = [&mut node.exclusive, &mut node.precondition, &mut node.resource];
        texts.into_iter().flatten().for_each(unmark);
        node.fields.iter_mut().flatten().for_each(|field| unmark(&mut field.ty));
    }
    for node in &mut graph.nodes {
        let methods = node.methods.iter_mut().map(|method| &mut method.declared_at);
        let states = node.states.iter_mut().flatten().map(|state| &mut state.declared_at);
        for site in methods.chain(states).chain(node.calls.iter_mut().map(|call| &mut call.at)) {
            places.mend_place(&mut site.file, &mut site.line);
        }
        for doubt in node.methods.iter_mut().filter_map(|method| method.doubt.as_mut()) {
            places.mend_doubt(doubt);
        }
    }
    for edge in &mut graph.edges {
        for sites in [&mut edge.sites, &mut edge.done_at] {
            for site in &mut *sites {
                places.mend_place(&mut site.file, &mut site.line);
            }
            sites.sort();
            sites.dedup();
        }
        if let Some(site) = &mut edge.declared_at {
            places.mend_place(&mut site.file, &mut site.line);
        }
        if let Some(doubt) = &mut edge.doubt {
            places.mend_doubt(doubt);
        }
    }
    for hole in &mut graph.holes {
        places.mend(&mut hole.file, &mut hole.line);
        unmark(&mut hole.detail);
    }
    for diagnostic in &mut graph.diagnostics {
        let file = diagnostic.file.clone();
        places.mend(&mut diagnostic.file, &mut diagnostic.line);
        // What a macro made has columns of its own.
        if diagnostic.file != file {
            diagnostic.column = None;
        }
        unmark(&mut diagnostic.message);
    }
}

struct Places<'a> {
    made: BTreeMap<String, (String, &'a Made)>,
}

impl Places<'_> {
    fn mend_place(&self, file: &mut String, line: &mut u32) {
        let (mut found, mut at) = (Some(std::mem::take(file)), Some(*line));
        self.mend(&mut found, &mut at);
        (*file, *line) = (found.unwrap_or_default(), at.unwrap_or_default());
    }

    fn mend_doubt(&self, doubt: &mut Doubt) {
        self.mend_place(&mut doubt.file, &mut doubt.line);
        unmark(&mut doubt.why);
    }

    fn mend(&self, file: &mut Option<String>, line: &mut Option<u32>) {
        let Some((real, made)) = file.as_ref().and_then(|file| self.made.get(file)) else { return };
        let at = |line: u32| made.piece.lines.get(usize::try_from(line).ok()?.checked_sub(1)?).copied();
        *line = line.and_then(at);
        *file = Some(real.clone());
    }
}

/// `$crate` where the word for it stands.
fn unmark(text: &mut String) {
    while let Some(start) = text.find(DOLLAR_CRATE) {
        let digits = text[start + DOLLAR_CRATE.len()..].bytes().take_while(u8::is_ascii_digit).count();
        text.replace_range(start..start + DOLLAR_CRATE.len() + digits, "$crate");
    }
}
