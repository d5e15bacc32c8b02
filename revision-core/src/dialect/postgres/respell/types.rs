//! Domains and composite types: each is made under another name.

use super::made;
use super::tables::is_custom;
use crate::operation::Operation;
use crate::schema::{Defined, Schema};

/// What makes one; none where there is nothing that the server may write otherwise.
pub(super) fn operation(one: &Defined, number: usize) -> Option<Operation> {
    let mut definition = one.clone();
    *definition.comment_mut() = None;
    let says_more = match &definition {
        Defined::Domain(one) => one.default.is_some() || !one.checks.is_empty(),
        Defined::Composite(_) => false,
    };
    let has_words = says_more || definition.types().into_iter().any(is_custom);
    has_words.then(|| Operation::CreateType {
        name: made('d', number).into(),
        definition: Box::new(definition),
    })
}

/// Takes over what the server says of them.
pub(super) fn take(schema: &mut Schema, spelt: &Schema) {
    for (number, one) in schema.types.values_mut().enumerate() {
        let name = made('d', number);
        let mut found = spelt.types.iter();
        let found = found.find_map(|(found, spelt)| (found.name == name).then_some(spelt));
        match (one, found) {
            (Defined::Domain(one), Some(Defined::Domain(spelt))) => {
                one.base.clone_from(&spelt.base);
                one.default.clone_from(&spelt.default);
                one.checks.clone_from(&spelt.checks);
            }
            (Defined::Composite(one), Some(Defined::Composite(spelt))) => {
                one.attributes.clone_from(&spelt.attributes);
            }
            _ => {}
        }
    }
}
