//! A state that the resource does not have is marked in the list.

use archiver::Auth;
use ensue::{Cx, archiver};

pub struct Ledger;

#[archiver(resource = Auth)]
impl Ledger {
    #[transition(from = [Creatd], to = Succeeded)]
    //                   ^^^^^^ error[E0223]: ambiguous associated type
    pub fn close<Caller>(&self, _cx: &mut Cx<'_, Caller>) {}
}
