//! What an item says inside, read when somebody asks: most items of a file are only ever looked for by name.

use super::outline::{Enum, Function, Impl, Inside, ItemKind, Trait, Type};
use super::{STACK, on_item};
use crate::quiet;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;
use std::thread;

/// Text that can be nested so deeply that it needs a stack of its own is longer than this.
const MAX_SHALLOW: usize = 512;

/// A value, or the text that it is read from at first use.
pub struct Later<T> {
    read: OnceLock<Box<T>>,
    text: Option<Box<Text>>,
}

/// The text of an item without the bodies in it, and the line on which that starts.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) text: Box<str>,
    pub(super) line: u32,
}

/// What can be read later.
pub trait Inner: Default {
    /// From an item of the right kind.
    #[doc(hidden)]
    fn of(kind: ItemKind) -> Option<Self>;
}

impl<T> Later<T> {
    pub(super) fn from_text(text: String, line: u32) -> Later<T> {
        let text = Text { text: text.into_boxed_str(), line };
        Later { read: OnceLock::new(), text: Some(Box::new(text)) }
    }
}

impl<T> Later<T> {
    /// Whether the item holds none of the words that were looked for, so that nothing in it can be ours.
    #[must_use]
    pub fn is_mute(&self) -> bool {
        self.text.is_some()
    }

    /// The text of such an item up to its first brace.
    #[must_use]
    pub fn head(&self) -> Option<&str> {
        self.text.as_deref().and_then(|text| text.text.split('{').next())
    }
}

impl<T: Inner> Later<T> {
    fn into_inner(self) -> T {
        let _ = &*self;
        self.read.into_inner().map(|it| *it).unwrap_or_default()
    }
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Later<T> {
        Later { read: OnceLock::from(Box::new(value)), text: None }
    }
}

impl<T: Inner> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.read.get_or_init(|| {
            let kind = self.text.as_deref().and_then(read);
            // What the parser refuses in an item that is not ours says nothing about what is ours.
            Box::new(kind.and_then(T::of).unwrap_or_default())
        })
    }
}

fn read(text: &Text) -> Option<ItemKind> {
    let read = || on_item(text).ok()?.into_iter().next().map(|item| item.kind);
    if text.text.len() <= MAX_SHALLOW {
        return read();
    }
    thread::scope(|scope| quiet::thread(STACK).spawn_scoped(scope, read).ok()?.join().ok()?)
}

impl<T: Inner + PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Later<T>) -> bool {
        **self == **other
    }
}

impl<T: Inner + Eq> Eq for Later<T> {}

impl<T: Inner + Clone> Clone for Later<T> {
    fn clone(&self) -> Later<T> {
        Later::from((**self).clone())
    }
}

impl<T: Inner + fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Later<T> {
        Later::from(T::default())
    }
}

macro_rules! inner {
    ($($kind:ident: $inner:ty),*) => {$(
        impl Inner for $inner {
            fn of(kind: ItemKind) -> Option<$inner> {
                match kind {
                    ItemKind::$kind(it) => Some(it.into_inner()),
                    _ => None,
                }
            }
        }
    )*};
}

inner!(Enum: Enum, Function: Function, Impl: Impl, Trait: Trait, Value: Type);

impl Inner for Inside {
    fn of(kind: ItemKind) -> Option<Inside> {
        match kind {
            ItemKind::Struct(it) => Some(it.inside.into_inner()),
            _ => None,
        }
    }
}
