//! The documentation site as data: relative path in, page out.
//!
//! One page for each node and an overview, without a script, readable from a folder on disk. The command line writes
//! the pages; nothing here touches a file.

mod excerpt;
mod facts;
mod lifecycle;
mod links;
mod markdown;
mod names;
mod node;
mod overview;

#[cfg(test)]
mod tests;

use super::picture::Picture;
use super::{statement, svg, visible};
use crate::analyses::Index;
use ensue_grammar::graph::{Graph, Node, NodeKind};
use ensue_templates::{Figure, Frame, PAGE_CSS, PICTURE_CSS};
use std::collections::BTreeMap;
use std::thread;

/// Where a reader begins.
pub const START: &str = "index.html";

const STYLESHEET: &str = "assets/ensue.css";

/// All files of the site by path relative to its folder. Their names are ASCII and differ in more than case.
///
/// ```
/// use ensue_analyzer::render::site;
/// use ensue_grammar::graph::Graph;
/// assert!(site::pages(&Graph::default()).contains_key(site::START));
/// ```
#[must_use]
pub fn pages(graph: &Graph) -> BTreeMap<String, String> {
    let site = Site { index: Index::new(graph), names: names::of(graph), graph };
    let mut pages = BTreeMap::new();
    pages.insert(STYLESHEET.to_owned(), format!("{PICTURE_CSS}{PAGE_CSS}"));
    pages.insert(START.to_owned(), html(overview::page(&site).html()));
    pages.extend(node_pages(&site));
    pages
}

/// Pages of nodes have nothing to do with each other, and each has a picture to lay out: all cores take part.
fn node_pages(site: &Site<'_>) -> Vec<(String, String)> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let page = |at: usize| (site.names[at].clone(), html(node::page(site, at).html()));
    let count = site.graph.nodes.len();
    thread::scope(|scope| {
        let share = |first: usize| scope.spawn(move || (first..count).step_by(threads).map(page).collect::<Vec<_>>());
        let shares: Vec<_> = (0..threads).map(share).collect();
        shares.into_iter().flat_map(|share| share.join().expect("a page is made without panics")).collect()
    })
}

/// What every page is made from.
struct Site<'g> {
    graph: &'g Graph,
    index: Index<'g>,
    /// File name of the page of each node.
    names: Vec<String>,
}

impl Site<'_> {
    /// The page of a node.
    fn href(&self, node: &Node) -> Option<String> {
        let at = self.graph.nodes.binary_search_by(|other| other.key().cmp(&node.key())).ok()?;
        Some(self.names[at].clone())
    }

    /// The page of the node with this id of one of these kinds.
    fn href_of(&self, id: &str, kinds: &[NodeKind]) -> Option<String> {
        let found = |&kind: &NodeKind| self.graph.nodes.binary_search_by(|node| node.key().cmp(&(id, kind))).ok();
        kinds.iter().find_map(found).map(|at| self.names[at].clone())
    }
}

fn frame(graph: &Graph, title: String) -> Frame {
    Frame {
        title,
        stylesheet: STYLESHEET.to_owned(),
        overview: START.to_owned(),
        holes: format!("{START}#holes"),
        read: graph.statement.as_ref().map_or(String::new(), |statement| statement::parts(statement).join(" · ")),
    }
}

fn figure(heading: &str, picture: &Picture) -> Figure {
    Figure {
        heading: heading.to_owned(),
        svg: svg::element(picture),
        caption: picture.caption.clone(),
        note: picture.note.clone(),
    }
}

/// Whatever field it came from, no hidden character leaves a page.
fn html(page: Result<String, ensue_templates::Error>) -> String {
    visible::prose(&page.expect("a template writes to a string, which never fails")).into_owned()
}
