//! What `source::load` makes of manifests, with trees in memory.

use ensue_analyzer::source::{Memory, Origin, Project, load};

fn packages(project: &Project) -> Vec<(&str, &str)> {
    project.packages.iter().map(|package| (package.name.as_str(), package.dir.as_str())).collect()
}

#[test]
fn a_package_alone() {
    let tree = Memory::new([
        (
            "Cargo.toml",
            "[package]\nname = \"pay-ments\"\nedition = \"2024\"\n[dependencies]\nensue = \"0.1\"\nserde-json = \"1\"\n",
        ),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/nightly-run.rs", ""),
    ]);
    let project = load(&tree, "src/bin").unwrap();
    assert_eq!(packages(&project), [("pay-ments", "")]);
    let package = &project.packages[0];
    assert_eq!(package.edition, 2024);
    let targets: Vec<_> = package.targets.iter().map(|target| (target.name.as_str(), target.path.as_str())).collect();
    assert_eq!(
        targets,
        [("pay_ments", "src/lib.rs"), ("nightly_run", "src/bin/nightly-run.rs"), ("pay_ments", "src/main.rs")]
    );
    let dependencies: Vec<_> = package.dependencies.iter().map(|d| (d.name.as_str(), &d.origin)).collect();
    assert_eq!(dependencies, [("ensue", &Origin::Ensue), ("serde_json", &Origin::Outside("serde-json".to_owned()))]);
    assert_eq!(project.holes, []);
}
