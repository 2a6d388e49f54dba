//! The demonstration plan, inside the program, and the people who work on it. Its files are read as any
//! plan's are. Everybody knows the password of its accounts: they go into a database with nothing else only.

mod filings;
mod workshops;

use domain::account::{Membership, Role};
use domain::document::PlanData;
use domain::text::Lang;
use rust_embed::RustEmbed;

use crate::auth::{self, password};
use crate::db::{Db, Error, Tx};
use crate::import::import;
use crate::plan_file::{self, FileError, Source};
use crate::store;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/demo"]
struct Files;

/// Address of the plan.
pub const SLUG: &str = "peru-trata-2007-2013";

/// The password of all its accounts.
pub const PASSWORD: &str = "matriz-demo-2011";

/// Who brought it in, in the history.
const ACTOR: &str = "matriz";

/// People of the demonstration: e-mail, name, institution, post, role.
pub const PEOPLE: [(&str, &str, &str, &str, Role); 11] = [
    ("reporte@mininter.example", "Rosa Huamán", "MININTER", "Secretaría técnica, reporte", Role::Reporter),
    ("jefatura@mininter.example", "Julio Paredes", "MININTER", "Secretaría técnica, jefatura", Role::Lead),
    (
        "reporte@mimdes.example",
        "Elena Quispe",
        "MIMDES",
        "Estadística del programa contra la violencia",
        Role::Reporter,
    ),
    ("reporte@pnp.example", "Capitán Luis Rojas", "PNP", "Unidad de estadística", Role::Reporter),
    ("reporte@mp.example", "Carmen Salas", "MP", "Observatorio de criminalidad", Role::Reporter),
    ("reporte@mtpe.example", "Pedro Ñaupari", "MTPE", "Inspección del trabajo", Role::Reporter),
    ("reporte@regioncusco.example", "Yeny Mamani", "GR-CUS", "Gerencia de desarrollo social", Role::Reporter),
    ("reporte@regionloreto.example", "Roger Tapullima", "GR-LOR", "Gerencia de desarrollo social", Role::Reporter),
    ("revision@plan.example", "Sofía Mendoza", "", "Seguimiento del plan", Role::Reviewer),
    ("coordinacion@plan.example", "Alberto Vega", "", "Coordinación del grupo de trabajo", Role::Coordinator),
    ("administracion@plan.example", "Inés Torres", "", "Administración del sistema", Role::Administrator),
];

/// The plan.
pub fn data() -> Result<PlanData, Vec<FileError>> {
    let mut names: Vec<_> = Files::iter().filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    let sources = names.iter().filter_map(|name| {
        let file = Files::get(name)?;
        Some(Source::new(name, &String::from_utf8_lossy(&file.data)))
    });
    plan_file::parse(&sources.collect::<Vec<_>>())
}

/// Loads it into a database that has no plan yet, with its people where that is safe; anything else is
/// left alone.
pub async fn add_to_empty(db: &Db, at: &str, with_people: bool) -> Result<(), Error> {
    let mut tx = db.begin_write().await?;
    if !store::plans::revisions(&mut tx).await?.is_empty() {
        return Ok(());
    }
    let data =
        data().map_err(|errors| Error::Other(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
    import(&mut tx, &data, ACTOR, "", at).await?;
    if with_people {
        add_people(&mut tx, at).await?;
    }
    tx.commit().await
}

/// Why the accounts were not added.
pub const REFUSED: &str =
    "the demonstration accounts are for a database that holds the demonstration plan and no account of anybody else";

/// Adds the people, and with the first of them what they have filed. False when this is not the demonstration database: their password is public.
pub async fn add_people(tx: &mut Tx, at: &str) -> Result<bool, Error> {
    let plans = store::plans::revisions(tx).await?;
    let [(plan, slug, _)] = plans.as_slice() else { return Ok(false) };
    let accounts = store::accounts::list(tx).await?;
    let is_ours = |email: &str| PEOPLE.iter().any(|(known, ..)| *known == email);
    if slug != SLUG || !accounts.iter().all(|account| is_ours(&account.email)) {
        return Ok(false);
    }
    let hash = password::hash(PASSWORD.to_owned()).await.map_err(|error| Error::Other(error.to_string()))?;
    for (email, name, institution, post, role) in PEOPLE {
        if accounts.iter().any(|account| account.email == email) {
            continue;
        }
        let id = store::accounts::add(tx, email, name, Lang::ES, at).await?;
        store::accounts::set_password(tx, id, &hash).await?;
        let post = Membership {
            plan: SLUG.to_owned(),
            institution: institution.to_owned(),
            post: post.to_owned(),
            role,
            from: auth::day(at).min("2011-01-01".to_owned()),
            until: String::new(),
        };
        store::memberships::add(tx, id, *plan, &post).await?;
    }
    if accounts.is_empty() {
        filings::add(tx, at).await?;
        workshops::add(tx, at).await?;
    }
    Ok(true)
}
