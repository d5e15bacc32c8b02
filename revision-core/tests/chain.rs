//! The graph by itself: no files, no SQL, ids one letter long.
//!
//! A graph is written as words, one a revision, in load order: `c:a,b` stands on `a` and `b`, `d:c#label` begins a branch,
//! `e:d>x,y` depends on `x` and `y`.

use revision_core::Code;
use revision_core::chain::{
    Chain, Direction, Error, Fault, Id, Key, Plan, Revision, Spot, mentions_current,
};

fn revision(word: &str) -> Revision {
    let (word, depends_on) = word.split_once('>').unwrap_or((word, ""));
    let (word, labels) = word.split_once('#').unwrap_or((word, ""));
    let (id, down) = word.split_once(':').unwrap_or((word, ""));
    let list = |text: &str| -> Vec<String> {
        let parts = text.split(',').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect()
    };
    Revision {
        id: id.into(),
        down_revisions: list(down).into_iter().map(Id::from).collect(),
        branch_labels: list(labels).into_iter().map(Into::into).collect(),
        depends_on: list(depends_on),
    }
}

fn revisions(graph: &str) -> Vec<Revision> {
    graph.split_whitespace().map(revision).collect()
}

fn chain(graph: &str) -> Chain {
    Chain::new(revisions(graph)).expect("no fault")
}

fn ids(text: &str) -> Vec<Id> {
    text.split_whitespace().map(Id::from).collect()
}

fn words<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> String {
    let ids: Vec<_> = revisions.into_iter().map(|one| one.id.as_str()).collect();
    ids.join(" ")
}

/// A plan as `a(a) b(b) c(b c)`: each revision with the rows after it.
fn told(plan: &Plan) -> String {
    let steps = plan.with_heads().map(|(step, rows)| {
        let rows: Vec<_> = rows.iter().map(Id::as_str).collect();
        format!("{}({})", step.revision, rows.join(" "))
    });
    steps.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn up(graph: &str, rows: &str, target: &str, expect: &str) {
    let plan = chain(graph).upgrade(&ids(rows), &[target]);
    assert_eq!(plan.map(|plan| told(&plan)).as_deref(), Ok(expect));
}

#[track_caller]
fn down(graph: &str, rows: &str, target: &str, expect: &str) {
    let plan = chain(graph).downgrade(&ids(rows), target);
    assert_eq!(plan.map(|plan| told(&plan)).as_deref(), Ok(expect));
}

#[track_caller]
fn stamped(graph: &str, rows: &str, targets: &[&str], expect: &str) {
    let plan = chain(graph).stamp(&ids(rows), targets);
    assert_eq!(plan.map(|plan| told(&plan)).as_deref(), Ok(expect));
}

/// The faults of a graph, each as its code, revision, key and position.
#[track_caller]
fn faults(graph: &str, expect: &[(Code, usize, Key, usize)]) -> Vec<Fault> {
    let faults = Chain::new(revisions(graph)).expect_err("faults");
    let found: Vec<_> = faults
        .iter()
        .map(|fault| {
            let Spot {
                revision,
                key,
                position,
            } = fault.at();
            (fault.code(), revision, key, position)
        })
        .collect();
    assert_eq!(found, expect, "{faults:?}");
    faults
}

/// Two branches that merge, and a branch of its own that depends on one of them.
const GRAPH: &str = "a b:a c:a#side d:b,c e#net>b f:e";

#[test]
fn an_empty_chain_answers_everything() {
    let chain = chain("");
    assert!(chain.is_empty());
    assert!(chain.upgrade(&[], &["head"]).expect("a plan").is_empty());
    assert!(chain.downgrade(&[], "base").expect("a plan").is_empty());
    assert!(chain.history(None, None).expect("a history").is_empty());
    assert!(chain.current(&[]).expect("a place").at_heads);
    let placed = chain.place(&["head"], false, &[]).expect("a place");
    assert!(placed.down_revisions.is_empty());
}

#[test]
fn what_stands_where() {
    let chain = chain(GRAPH);
    assert_eq!(words(chain.heads()), "d f");
    assert_eq!(words(chain.bases()), "a e");
    assert_eq!(words(chain.branch_points()), "a");
    assert_eq!(words(chain.merge_points()), "d");
    assert_eq!(words(chain.children(&"a".into())), "b c");
    assert_eq!(words(chain.parents(&"d".into())), "b c");
    assert_eq!(words(chain.dependencies(&"e".into())), "b");
    assert_eq!(words(chain.descendants(&"a".into())), "b c d");
    assert!(chain.is_ancestor(&"a".into(), &"f".into()));
    assert!(!chain.is_ancestor(&"f".into(), &"a".into()));
    assert!(!chain.is_ancestor(&"a".into(), &"a".into()));
    assert_eq!(chain.labels_of(&"d".into()), ["side"]);
    assert!(chain.labels_of(&"a".into()).is_empty());
    // A label is no id.
    assert!(chain.get(&"net".into()).is_none());
}

#[test]
fn a_head_that_is_depended_on_is_no_real_head() {
    let chain = chain("a b>a");
    assert_eq!(words(chain.heads()), "a b");
    assert_eq!(words(chain.real_heads()), "b");
    let current = chain.current(&ids("b")).expect("a place");
    assert_eq!(words(current.heads), "a b");
    assert!(current.at_heads);
}

#[test]
fn rows_are_what_nothing_applied_stands_on() {
    up(GRAPH, "", "heads", "a(a) c(c) b(b c) e(c e) f(c f) d(d f)");
    up(GRAPH, "", "net@head", "a(a) b(b) e(e) f(f)");
    up(GRAPH, "f", "d", "c(c f) d(d f)");
    up(GRAPH, "d f", "heads", "");
    down(GRAPH, "d", "b", "d(b c)");
    down(GRAPH, "d f", "net@base", "f(d e) e(d)");
    down(GRAPH, "f", "net@base", "f(e) e(b)");
    down(GRAPH, "d f", "base", "d(c f) f(c e) e(b c) b(c) c(a) a()");
}

#[test]
fn a_parent_that_is_an_ancestor_of_another_parent_is_right_too() {
    // Alembic dies with a KeyError here.
    up("a b:a c:a,b", "", "head", "a(a) b(b) c(c)");
    down("a b:a c:a,b", "c", "base", "c(b) b(a) a()");
    up("a b:a c:b>a", "", "head", "a(a) b(b) c(c)");
}

#[test]
fn rows_that_overlap_are_refused_on_the_way_up_and_healed_on_the_way_down() {
    let error = chain("a b:a c:b").upgrade(&ids("a b"), &["head"]);
    let error = error.expect_err("an overlap");
    assert_eq!(error.code(), Code::OverlappingRevisions);
    down("a b:a c:b", "a c", "a", "c(b) b(a)");
    stamped("a b:a c:b", "a b", &["c"], "c(c)");
}

#[test]
fn several_targets_at_once() {
    let graph = chain("a b:a c:a d:a");
    let plan = graph.upgrade(&ids("a"), &["b", "c"]).expect("a plan");
    assert_eq!(told(&plan), "c(c) b(b c)");
    let error = graph.upgrade(&[], &["a", "b"]).expect_err("an overlap");
    assert_eq!(error.code(), Code::OverlappingRevisions);
}

#[test]
fn steps_say_which_rows_come_and_go() {
    let plan = chain("a b:a c:a d:b,c").upgrade(&ids("b c"), &["d"]);
    let plan = plan.expect("a plan");
    assert_eq!(plan.start, ids("b c"));
    assert_eq!(plan.steps[0].direction, Direction::Upgrade);
    assert_eq!(plan.steps[0].removed, ids("b c"));
    assert_eq!(plan.steps[0].added, ids("d"));
    assert_eq!(plan.heads(), ids("d"));
}

#[test]
fn stamps_move_the_rows_on_their_line_and_no_others() {
    let graph = "a b:a c:a d";
    stamped(graph, "", &["heads"], "b(b) c(b c) d(b c d)");
    stamped(graph, "b d", &["heads"], "c(b c d)");
    stamped(graph, "b c d", &["a"], "a(a d)");
    stamped(graph, "b c d", &["base"], "b(c d) c(d) d()");
    stamped(graph, "b c d", &["d@base"], "d(b c)");
    stamped(graph, "", &["a", "b"], "b(b)");
    let plan = chain(graph).stamp_purged(&ids("gone d"), &["b"]);
    assert_eq!(told(&plan.expect("a plan")), "d(gone) gone() b(b)");
}

#[test]
fn histories_are_ranges() {
    let graph = chain("a b:a c:b d:c");
    let history = |range, rows: &str| {
        let shown = graph.history(Some(range), Some(&ids(rows)));
        shown.map(words).map_err(|error| error.code())
    };
    assert_eq!(history("b:c", ""), Ok("c b".to_owned()));
    assert_eq!(history(":b", ""), Ok("b a".to_owned()));
    assert_eq!(history("-1:", ""), Ok("d c".to_owned()));
    assert_eq!(history("b:+1", ""), Ok("c b".to_owned()));
    assert_eq!(history("current:", "c"), Ok("d c".to_owned()));
    assert_eq!(history(":current", "b"), Ok("b a".to_owned()));
    assert_eq!(history("current:current", "b"), Ok("b".to_owned()));
    assert_eq!(history(":current", ""), Ok(String::new()));
    assert_eq!(history("c:b", ""), Err(Code::NotAncestor));
    assert_eq!(history("b", ""), Err(Code::BadRange));
    assert_eq!(history("a:b:c", ""), Err(Code::BadRange));
    assert!(mentions_current("current:"));
    assert!(!mentions_current("a:b"));
}

#[test]
fn a_history_leaves_out_what_lies_between_and_keeps_the_order() {
    // `x` is no descendant of `b` by `down_revision`, and `d` needs `c` through it all the same.
    let graph = chain("a b:a c:b x>c d:b>x");
    let shown = graph.history(Some("b:d"), None).expect("a history");
    assert_eq!(words(shown), "d c b");
}

#[test]
fn new_revisions_stand_on_heads() {
    let graph = chain("a b:a c:a#side d>c");
    let place =
        |heads: &[&str], splice, depends_on: &[&str]| graph.place(heads, splice, depends_on);
    let placed = place(&["side@head"], false, &["d", "side"]).expect("a place");
    assert_eq!(placed.down_revisions, ids("c"));
    assert_eq!(placed.depends_on, ["d", "side"]);
    let merged = place(&["b", "c"], false, &[]).expect("a place");
    assert_eq!(merged.down_revisions, ids("b c"));
    assert!(
        place(&["base"], false, &[])
            .expect("a place")
            .down_revisions
            .is_empty()
    );
    let code = |result: Result<_, Error>| {
        result
            .map(|_: revision_core::chain::Placement| ())
            .expect_err("refused")
            .code()
    };
    assert_eq!(code(place(&["a"], false, &[])), Code::NotAHead);
    assert!(place(&["a"], true, &[]).is_ok());
    assert_eq!(
        code(place(&["a", "b"], true, &[])),
        Code::OverlappingRevisions
    );
    assert_eq!(code(place(&["head"], false, &[])), Code::MultipleHeads);
    assert_eq!(code(place(&["b"], false, &["base"])), Code::CantLocate);
}

#[test]
fn errors_name_the_word_and_what_helps() {
    let graph = chain("aaaa1 aaaa2:aaaa1 aaaa3:aaaa1#billing");
    let check = |error: Result<Plan, Error>, code, message: &str, help: &[&str]| {
        let error = error.expect_err("an error");
        assert_eq!(error.code(), code);
        assert_eq!(error.to_string(), message);
        assert_eq!(error.help(), help);
    };
    check(
        graph.upgrade(&[], &["aaaa"]),
        Code::AmbiguousPrefix,
        "`aaaa` may mean `aaaa1`, `aaaa2` or `aaaa3`",
        &["write more of it"],
    );
    check(
        graph.upgrade(&[], &["head"]),
        Code::MultipleHeads,
        "`head` means one head, and there are 2: `aaaa2` and `aaaa3`",
        &[
            "put one head on top of the other: `cargo revision rebase`",
            "or join them: `cargo revision merge`",
            "or name one of them; `heads` means all",
        ],
    );
    check(
        graph.upgrade(&[], &["biling@aaaa3"]),
        Code::NoSuchBranch,
        "no branch goes by `biling`",
        &["did you mean `billing`?"],
    );
    check(
        graph.upgrade(&[], &["billing@aaaa2"]),
        Code::NotMemberOfBranch,
        "revision `aaaa2` is not on branch `billing`",
        &["its branch is shown by `cargo revision show aaaa2`"],
    );
    check(
        graph.upgrade(&ids("gone"), &["heads"]),
        Code::UnknownVersion,
        "the database stands at `gone`, which is not in the chain",
        &["these sources may be older than the database, or from another branch of the repository"],
    );
    check(
        graph.downgrade(&ids("aaaa2 aaaa3"), "-1"),
        Code::AmbiguousDowngrade,
        "`-1` may start from `aaaa2` or `aaaa3`",
        &["name the revision to go back to, or the branch: `label@-1`"],
    );
    // What a user wrote stays on one line.
    let error = graph.upgrade(&[], &["a\nb"]).expect_err("an error");
    assert_eq!(error.to_string(), "no revision or branch goes by `a\\nb`");
}

#[test]
fn all_faults_are_told_at_once() {
    use Key::{BranchLabels, DependsOn, DownRevision, Id};
    let found = faults(
        "a#x b:a,aa c:c d:a#x>nowhere e:f f:e g:a>g a-b",
        &[
            (Code::MissingDownRevision, 1, DownRevision, 1),
            (Code::SelfLoop, 2, DownRevision, 0),
            (Code::DuplicateBranchLabel, 3, BranchLabels, 0),
            (Code::MissingDependency, 3, DependsOn, 0),
            (Code::Cycle, 4, DownRevision, 0),
            (Code::DependencySelfLoop, 6, DependsOn, 0),
            (Code::IllegalCharacter, 7, Id, 0),
        ],
    );
    let messages: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        messages,
        [
            "down_revision `aa` is not a revision",
            "revision `c` is its own down_revision",
            "branch label `x` is there twice",
            "depends_on `nowhere` is neither a revision nor a branch label",
            "revisions follow each other in a circle: `e`, `f`",
            "revision `g` depends on itself",
            "`a-b` cannot be the id of a revision: it has `-`",
        ]
    );
    assert_eq!(found[0].help(), ["did you mean `a`?"]);
}

#[test]
fn one_mistake_is_one_fault() {
    use Key::{BranchLabels, DependsOn, DownRevision, Id};
    // A copied file whose id was left as it was: what names that id, or stands on itself by it, is not told.
    faults("a a:a b:a", &[(Code::DuplicateRevision, 1, Id, 0)]);
    faults("a:a a b:a", &[(Code::DuplicateRevision, 1, Id, 0)]);
    faults("a#a", &[(Code::DuplicateBranchLabel, 0, BranchLabels, 0)]);
    faults("a-b c:a-b", &[(Code::IllegalCharacter, 0, Id, 0)]);
    // A circle, and what stands on it or depends on it.
    faults("a:b b:a c:b d>c", &[(Code::Cycle, 0, DownRevision, 0)]);
    faults(
        "a:z>d z b:z>a d:b",
        &[(Code::DependencyCycle, 0, DependsOn, 0)],
    );
}

#[test]
fn faults_name_both_places_all_members_and_the_nearest_name() {
    let found = faults("a b:a a:b", &[(Code::DuplicateRevision, 2, Key::Id, 0)]);
    let (first, _) = found[0].related().expect("another place");
    assert_eq!(first.revision, 0);
    assert!(found[0].help()[0].contains("`cargo revision rebase"));

    let found = faults("a:c b:a c:b", &[(Code::Cycle, 0, Key::DownRevision, 0)]);
    let Fault::Cycle { members, .. } = &found[0] else {
        panic!("{found:?}");
    };
    let members: Vec<_> = members.iter().map(|(index, _)| *index).collect();
    assert_eq!(members, [0, 2, 1]);

    // The beginning of an id, and a label where an id should be.
    let found = Chain::new(revisions("9f8e7d6c#x b:9f8e c:x")).expect_err("faults");
    for fault in found {
        assert_eq!(fault.help(), ["did you mean `9f8e7d6c`?"]);
    }
}

#[test]
fn a_label_reaches_down_to_the_first_fork() {
    let labels = |graph: &str| {
        let chain = chain(graph);
        let labelled = chain
            .revisions()
            .iter()
            .filter(|one| !chain.labels_of(&one.id).is_empty());
        words(labelled)
    };
    assert_eq!(labels("a b:a c:b#x d:c"), "a b c d");
    assert_eq!(labels("a b:a c:b#x d:b"), "c");
    // Above the label the line forks: its end is no longer the end of one line.
    assert_eq!(labels("a b:a#x c:b d:b"), "b c d");
    assert_eq!(labels("a b:a c:a d:b,c#x e:d"), "d e");
    // Two that depend on it make a fork too.
    assert_eq!(labels("a b:a#x y>a z>a"), "b");
}

#[test]
fn a_label_that_does_not_fit_undoes_nothing() {
    let graph = "a b:a#x c:a d:c";
    down(graph, "b d", "c", "d(b c)");
    let refused = chain(graph).downgrade(&ids("b d"), "x@c");
    let code = refused.map_err(|error| error.code());
    assert_eq!(code, Err(Code::NotMemberOfBranch));
}
