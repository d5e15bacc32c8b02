//! What leads from one schema to another.
//!
//! The diff asks no database anything: both sides arrive in normal form, and what is equal there is the same. Applying the
//! operations it gives to the one schema makes the other, in an order in which a database can run them: what holds on to
//! something is dropped before it and made after it, and what takes rows along goes last.
//!
//! What it cannot say with operations, or what one side does not know, it leaves alone and [`beside`] tells.

mod beside;
mod careful;
mod columns;
mod constraints;
mod counters;
mod enums;
mod indexes;
mod keys;
mod likeness;
mod loss;
mod objects;
mod order;
mod pair;
mod renames;
mod seen;
mod sequences;
mod spare;
mod steps;
mod tables;
mod taken;
mod touched;
mod triggers;
mod types;
mod unmanaged;
mod views;

use crate::operation::Operation;
use crate::schema::Schema;

pub use beside::{Beside, beside};
pub use careful::{BACKFILL, Care, careful};
pub use loss::{Lost, losses};
pub use pair::Pair;
pub use renames::{Candidate, Question, Rename, Renamed, Renames, diff_with_renames, renaming};
pub use seen::seen;
pub use spare::spare;
use steps::Steps;
use taken::Taken;
use touched::Touched;
pub use unmanaged::{Dropped, Managed, Sides, Unmanaged, managed};

/// The operations that lead from `pair.before` to `pair.after`.
///
/// Renames are not found here: what goes by another name is dropped and made anew, unless the operation that renames it was
/// applied to `before` first. Constraints and indexes of a table that are equal but for their names are renamed, for no
/// rows are at stake.
///
/// ```
/// use revision_core::diff::{Pair, diff};
/// use revision_core::schema::{Column, Schema, Table, Type};
///
/// let mut before = Schema::default();
/// before.tables.insert("users".into(), Table::default());
/// let mut after = before.clone();
/// let users = after.tables.get_mut(&"users".into()).unwrap();
/// users.columns.push(Column::new("email", Type::Varchar(Some(255))));
///
/// let operations = diff(Pair::new(&before, &after));
/// assert_eq!(operations.len(), 1);
/// before.apply_all(&operations)?;
/// assert_eq!(before, after);
/// # Ok::<(), revision_core::operation::At<revision_core::operation::Fault>>(())
/// ```
#[must_use]
pub fn diff(pair: Pair<&Schema>) -> Vec<Operation> {
    let known = beside::known(pair);
    let pair = Pair::new(&known.before, &known.after);
    if pair.before == pair.after {
        return Vec::new();
    }
    let touched = Touched::new(pair);
    let taken = Taken::new(pair);
    let mut steps = Steps::default();
    objects::diff(pair, &mut steps);
    enums::diff(pair, &taken, &mut steps);
    types::diff(pair, &taken, &mut steps);
    sequences::diff(pair, &touched, &taken, &mut steps);
    tables::diff(pair, &touched, &taken, &mut steps);
    let anew = views::diff(pair, &touched, &mut steps);
    triggers::diff(pair, &touched, &anew, &mut steps);
    counters::before_keys(steps.in_order())
}
