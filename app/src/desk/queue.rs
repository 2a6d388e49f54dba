//! What was typed and is not saved yet, kept in the browser (IndexedDB): a closed tab, a dead battery or a lost
//! connection lose nothing. An entry leaves when the server has it. Failures of the store are not fatal: the
//! page still holds what was typed, and says that it is not saved.

use domain::filing::Entry;
use idb::{Database, Error, Factory, ObjectStoreParams, TransactionMode};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

const STORE: &str = "entries";

/// Something typed that the server does not have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiting {
    /// Whose it is: one browser may serve several people.
    pub account: String,
    /// Address of the plan.
    pub plan: String,
    /// Name of the cell: the code of the indicator, with that of the territory of a part.
    pub indicator: String,
    /// Year.
    pub year: i16,
    /// What is to be saved.
    pub entry: Entry,
    /// What stands in the field, when it is not understood yet.
    pub typed: String,
    /// Version that it was written over.
    pub version: i64,
}

impl Waiting {
    fn key(&self) -> JsValue {
        JsValue::from_str(&format!("{} {} {} {}", self.account, self.plan, self.indicator, self.year))
    }
}

async fn open() -> Result<Database, Error> {
    let mut request = Factory::new()?.open("matriz-desk", Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = idb::DatabaseEvent::database(&event) {
            // Fails only when it is there already.
            let _ = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await
}

/// Keeps an entry, over an earlier one of the same cell.
pub async fn keep(waiting: &Waiting) -> Result<(), Error> {
    let text = JsValue::from_str(&serde_json::to_string(waiting).unwrap_or_default());
    let database = open().await?;
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    transaction.object_store(STORE)?.put(&text, Some(&waiting.key()))?.await?;
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

/// Forgets the entry of a cell.
pub async fn forget(waiting: &Waiting) -> Result<(), Error> {
    let database = open().await?;
    let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
    transaction.object_store(STORE)?.delete(waiting.key())?.await?;
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

/// What waits of one person.
pub async fn all(account: &str) -> Result<Vec<Waiting>, Error> {
    let database = open().await?;
    let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
    let values = transaction.object_store(STORE)?.get_all(None, None)?.await?;
    transaction.await?;
    database.close();
    let texts = values.iter().filter_map(JsValue::as_string);
    let waiting = texts.filter_map(|text| serde_json::from_str::<Waiting>(&text).ok());
    Ok(waiting.filter(|waiting| waiting.account == account).collect())
}
