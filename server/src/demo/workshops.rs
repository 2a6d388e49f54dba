//! The workshop of the demonstration: a draft with a short agenda, to be opened by whoever tries the program.

use domain::workshop::item::Kind;
use domain::workshop::run::{AgendaForm, Creating, Planned, Setup};
use domain::workshop::{Base, Invited, Results};

use super::{SLUG, filings};
use crate::auth;
use crate::db::{Error, Tx};
use crate::store;
use crate::workshops::prepare;

const LEADS: &str = "coordinacion@plan.example";

/// Adds it. The accounts are there.
pub async fn add(tx: &mut Tx, at: &str) -> Result<(), Error> {
    let person = filings::person(tx, LEADS, at).await?;
    let Some(stored) = store::plans::outline(tx, SLUG).await? else { return Ok(()) };
    let invited = |code: &String| Invited { institution: code.clone(), seats: 3 };
    let institutions: Vec<String> = stored.data.institutions.iter().map(|i| i.code.clone()).collect();
    let setup = Setup {
        title: "Taller de validación (demostración)".to_owned(),
        date: auth::day(at),
        place: "Lima".to_owned(),
        zone: "America/Lima".to_owned(),
        plan: SLUG.to_owned(),
        invited: institutions.iter().map(invited).collect(),
        results: Results::Hidden,
        base: Base::Present,
        facilitators: Vec::new(),
    };
    // The first objective with its first point, then indicators from all over the plan.
    let nodes = stored.data.nodes.iter().take(3).map(|node| (Kind::Node, node.code.clone(), String::new()));
    let spread = stored.data.indicators.iter().step_by(15).take(9);
    let spread = spread.map(|indicator| (Kind::Indicator, indicator.code.clone(), String::new()));
    let planned = nodes.chain(spread).map(|(kind, code, group)| Planned { n: None, kind, code, minutes: 5, group });
    let form = AgendaForm { items: Some(planned.collect()), from_plan: None };
    let failed = |error: crate::error::Error| Error::Other(format!("the workshop: {error:?}"));
    prepare(tx, &person, at, Creating { setup, copy_of: None }, form).await.map_err(failed)?;
    Ok(())
}
