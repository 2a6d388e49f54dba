//! The demonstration plan, inside the program. Its files are read as any plan's are.

use domain::document::PlanData;
use rust_embed::RustEmbed;

use crate::db::{Db, Error};
use crate::import::import;
use crate::plan_file::{self, FileError, Source};
use crate::store;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/demo"]
struct Files;

/// Who brought it in, in the history.
const ACTOR: &str = "matriz";

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

/// Loads it into a database that has no plan yet; anything else is left alone.
pub async fn add_to_empty(db: &Db, at: &str) -> Result<(), Error> {
    let mut tx = db.begin_write().await?;
    if !store::plans::revisions(&mut tx).await?.is_empty() {
        return Ok(());
    }
    let data =
        data().map_err(|errors| Error::Other(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
    import(&mut tx, &data, ACTOR, "", at).await?;
    tx.commit().await
}
