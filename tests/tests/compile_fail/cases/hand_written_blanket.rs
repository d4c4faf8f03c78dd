//! A blanket impl of the proof is refused by the orphan rule.

use ensue::Emits;
use events::AuthFailed;

mod by_hand {
    use super::*;

    impl<C> Emits<AuthFailed> for C {}
    //   ^ error[E0210]: type parameter `C` must be used as the type parameter for some local type (e.g., `MyStruct<C>`)
}
