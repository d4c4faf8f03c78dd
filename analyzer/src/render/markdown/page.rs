//! A document that ends before it is too long, and says what it left out.

use std::fmt::Write;

/// The characters that are kept for the sentence on what is left out.
const LAST: usize = 400;

/// A document that grows at its end.
pub(super) struct Page {
    out: String,
    room: usize,
    left_out: Vec<String>,
}

/// The items of a list, each with its line breaks, and what one and several are called.
#[derive(Clone, Copy)]
pub(super) struct Listed<'i> {
    pub(super) one: &'static str,
    pub(super) many: &'static str,
    pub(super) items: &'i [String],
}

impl Listed<'_> {
    fn count(&self, number: usize) -> String {
        format!("{number} {}", if number == 1 { self.one } else { self.many })
    }
}

impl Page {
    /// A document of at most so many characters.
    pub(super) fn new(most: usize) -> Page {
        Page { out: String::new(), room: most - LAST, left_out: Vec::new() }
    }

    /// Whether a text fits, and so many characters behind it.
    pub(super) fn fits(&self, text: &str, behind: usize) -> bool {
        text.chars().count() + behind <= self.room
    }

    /// Adds a text if there is room for it.
    pub(super) fn add(&mut self, text: &str) {
        if self.fits(text, 0) {
            self.room -= text.chars().count();
            self.out.push_str(text);
        }
    }

    /// Adds items as long as there is room for them and so many characters behind them.
    pub(super) fn list(&mut self, listed: Listed<'_>, behind: usize) {
        let fitting = listed.items.iter().take_while(|item| {
            let fits = self.fits(item, behind);
            if fits {
                self.room -= item.chars().count();
                self.out.push_str(item);
            }
            fits
        });
        let left_out = listed.items.len() - fitting.count();
        if left_out > 0 {
            self.left_out.push(listed.count(left_out));
        }
    }

    /// Adds items as [`Page::list`], to be seen when one unfolds them; nothing where there are none.
    pub(super) fn folded(&mut self, listed: Listed<'_>, behind: usize) {
        if listed.items.is_empty() {
            return;
        }
        let open = format!("<details><summary>{}</summary>\n\n", listed.count(listed.items.len()));
        let close = "\n</details>\n\n";
        if !self.fits(&open, behind + close.len()) {
            self.left_out.push(listed.count(listed.items.len()));
            return;
        }
        self.add(&open);
        self.list(listed, behind + close.len());
        self.add(close);
    }

    /// The whole document; what had no room is counted at its end.
    pub(super) fn end(mut self) -> String {
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
        if !self.left_out.is_empty() {
            let left_out = self.left_out.join(", ");
            let _ = writeln!(self.out, "\nLeft out, for want of room: {left_out}. `cargo ensue diff` tells all.");
        }
        self.out
    }
}
