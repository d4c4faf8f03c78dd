//! The pages of an Ensue site: view models in, HTML out.
