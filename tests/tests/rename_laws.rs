//! Laws of renames: what was decided comes out as renames and nothing else, and what was not is asked, and nothing is lost.

use proptest::prelude::*;
use revision_core::Operation;
use revision_core::diff::{Pair, Question, Rename, Renames, diff_with_renames, losses};
use revision_core::schema::{QualifiedName, Schema};
use revision_tests::schemas::{Of, Taste, cases, renamed};

fn is_rename(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::RenameTable { .. }
            | Operation::RenameColumn { .. }
            | Operation::RenameEnumValue { .. }
            | Operation::RenameEnum { .. }
    )
}

fn decided(decided: Vec<Rename>) -> Renames {
    Renames {
        decided,
        ..Renames::default()
    }
}

/// What was called otherwise is asked, and what it is called is the likeliest answer where there is one.
fn is_asked(before: &Schema, after: &Schema, told: &[Rename]) -> Result<(), TestCaseError> {
    let found = diff_with_renames(Pair::new(before, after), &Renames::default());
    for rename in told {
        let (table, from, to): (Option<&QualifiedName>, String, String) = match rename {
            Rename::Table(from, to) => (None, from.to_string(), to.to_string()),
            Rename::Column(table, from, to) => (Some(table), from.to_string(), to.to_string()),
            Rename::Value(name, from, to) => (Some(name), from.clone(), to.clone()),
            _ => continue,
        };
        let is_it = |one: &&Question| one.table.as_ref() == table && one.from == from;
        let question = found.questions.iter().find(is_it);
        let names = question.map(|one| one.to.iter().map(|to| to.name.clone()).collect::<Vec<_>>());
        prop_assert!(
            names.as_ref().is_some_and(|names| names.contains(&to)),
            "{:?}: {:?}",
            rename,
            found.questions
        );
    }
    prop_assert_eq!(losses(before, &found.operations), []);
    Ok(())
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_decided_is_renamed_and_nothing_else((before, after, told) in renamed(Taste::everything(), Of::All)) {
        let found = diff_with_renames(Pair::new(&before, &after), &decided(told.clone()));
        prop_assert!(found.operations.iter().all(is_rename), "{:?}", found.operations);
        prop_assert_eq!(found.operations.len(), told.len(), "{:?}", found.operations);
        prop_assert_eq!(found.questions, []);
        prop_assert_eq!(found.stale, []);
        let mut made = before.clone();
        prop_assert_eq!(made.apply_all(&found.operations), Ok(()));
        prop_assert_eq!(made, after);
    }

    #[test]
    fn it_is_told_in_words_as_well((before, after, told) in renamed(Taste { nasty: false, ..Taste::everything() }, Of::Columns)) {
        let words: Option<Vec<Rename>> = told.iter().map(|one| Rename::told(&one.to_string())).collect();
        let words = words.ok_or_else(|| TestCaseError::fail("not read"))?;
        let pair = Pair::new(&before, &after);
        let by_words = diff_with_renames(pair, &decided(words));
        prop_assert_eq!(by_words, diff_with_renames(pair, &decided(told)));
    }

    #[test]
    fn what_is_not_decided_is_asked_of_tables((before, after, told) in renamed(Taste::everything(), Of::Tables)) {
        is_asked(&before, &after, &told)?;
    }

    #[test]
    fn what_is_not_decided_is_asked_of_columns((before, after, told) in renamed(Taste::everything(), Of::Columns)) {
        is_asked(&before, &after, &told)?;
    }

    #[test]
    fn what_is_not_decided_is_asked_of_values((before, after, told) in renamed(Taste::everything(), Of::Values)) {
        is_asked(&before, &after, &told)?;
    }

    #[test]
    fn what_matches_nothing_is_stale((before, _, told) in renamed(Taste::everything(), Of::All)) {
        let found = diff_with_renames(Pair::new(&before, &before), &decided(told.clone()));
        prop_assert_eq!(found.operations, []);
        prop_assert_eq!(found.stale.len(), told.len());
    }

    #[test]
    fn two_that_change_names_are_renamed((before, _, told) in renamed(Taste::everything(), Of::Columns)) {
        for rename in &told {
            let Rename::Column(name, one, _) = rename else { continue };
            let columns = &before.tables[name].columns;
            let Some(other) = columns.iter().find(|it| it.name != *one && it.generated.is_none()) else { continue };
            let other = &other.name;
            let meantime = revision_core::schema::Name::from("for a while");
            let mut after = before.clone();
            let steps = [(one, &meantime), (other, one), (&meantime, other)].map(|(from, to)| Operation::RenameColumn {
                table: name.clone(),
                from: from.clone(),
                to: to.clone(),
            });
            prop_assert_eq!(after.apply_all(&steps), Ok(()));
            let swap = vec![
                Rename::Column(name.clone(), one.clone(), other.clone()),
                Rename::Column(name.clone(), other.clone(), one.clone()),
            ];
            let found = diff_with_renames(Pair::new(&before, &after), &decided(swap));
            prop_assert!(found.operations.iter().all(is_rename), "{:?}", found.operations);
            prop_assert_eq!(found.operations.len(), 3);
        }
    }

    #[test]
    fn no_question_is_asked_where_all_is_decided((before, after, told) in renamed(Taste::everything(), Of::All)) {
        let pair = Pair::new(&before, &after);
        let none = Renames { none: true, ..Renames::default() };
        prop_assert_eq!(diff_with_renames(pair, &none).questions, []);
        let dropped = Renames { drops: ["*".to_owned()].into(), ..Renames::default() };
        let dropped = diff_with_renames(pair, &dropped);
        prop_assert_eq!(dropped.questions, []);
        let mut made = before.clone();
        prop_assert_eq!(made.apply_all(&dropped.operations), Ok(()), "{:?}", told);
        prop_assert_eq!(made, after);
    }
}
