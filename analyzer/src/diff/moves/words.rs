//! Names as the words that they are made of.

/// `AuthCreated` and `auth_created` as `auth`, `created`.
pub(super) fn words(name: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut is_small = false;
    for c in name.chars() {
        if c == '_' || c.is_uppercase() && is_small {
            words.push(String::new());
        }
        is_small = c.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| c != '_') {
            word.extend(c.to_lowercase());
        }
    }
    words.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn cases_are_one() {
        let of = |name| words(name).collect::<Vec<_>>();
        assert_eq!(of("AuthCreated"), ["auth", "created"]);
        assert_eq!(of("auth_created"), ["auth", "created"]);
        assert_eq!(of("__r#type"), ["r#type"]);
        assert_eq!(of("HTTPDone"), ["httpdone"]);
        assert_eq!(of("_"), [""; 0]);
    }
}
