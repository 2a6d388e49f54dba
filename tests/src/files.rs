//! Files that people hand in.

use std::path::{Path, PathBuf};

use domain::evidence::{EvidenceFile, Upload};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::people::Visitor;

/// A small document; each number gives another one.
pub fn pdf(number: usize) -> Vec<u8> {
    format!("%PDF-1.7\n% {number}\n%%EOF\n").into_bytes()
}

/// A document of so many bytes.
pub fn long_pdf(size: usize) -> Vec<u8> {
    let mut content = pdf(size);
    content.extend((content.len()..size).map(|at| (at % 251) as u8));
    content
}

/// An update that names these files.
pub fn naming(files: &[(&EvidenceFile, bool)], version: i64) -> Value {
    let evidence = files.iter().map(|(file, public)| {
        json!({ "title": { "es": "Acta" }, "file": { "hash": file.hash, "name": file.name, "public": public } })
    });
    json!({ "content": { "measure": 40 }, "evidence": evidence.collect::<Vec<_>>(), "explanation": "x", "version": version })
}

/// The content of a file as it is stored in the data folder.
pub fn stored(folder: &Path, hash: &str) -> Vec<u8> {
    std::fs::read(folder.join("files").join(&hash[..2]).join(hash)).expect("the content")
}

/// Names of all contents on their way to the data folder.
pub fn incoming(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder.join("files/incoming")).expect("the folder of what is on its way");
    files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

/// Names of all contents in the data folder, without those on their way.
pub fn contents(folder: &Path) -> Vec<String> {
    let list = |path: PathBuf| std::fs::read_dir(path).map(|all| all.flatten().map(|e| e.path()).collect::<Vec<_>>());
    let folders = list(folder.join("files")).unwrap_or_default().into_iter();
    let files = folders.filter(|path| !path.ends_with("incoming")).flat_map(|path| list(path).unwrap_or_default());
    files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

impl TestApp {
    /// Asks to hand in a file.
    pub async fn try_upload(&self, who: &Visitor, body: Value) -> Answer {
        self.send_by(who, Method::POST, "/api/uploads", body).await
    }

    /// Begins to hand in a file.
    pub async fn begin_upload(&self, who: &Visitor, name: &str, size: usize) -> Upload {
        let answer = self.try_upload(who, json!({ "name": name, "size": size })).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        serde_json::from_value(answer.json()).expect("an upload")
    }

    /// Sends the bytes from a place on.
    pub async fn send_piece(&self, who: &Visitor, id: &str, offset: usize, bytes: &[u8]) -> Answer {
        let request = self.by(who, Method::PATCH, &format!("/api/uploads/{id}"));
        self.send(request.header("upload-offset", offset).body(bytes.to_vec())).await
    }

    /// Hands in a whole file.
    pub async fn try_hand_in(&self, who: &Visitor, name: &str, content: &[u8]) -> Answer {
        let upload = self.begin_upload(who, name, content.len()).await;
        self.send_piece(who, &upload.id, 0, content).await
    }

    /// Hands in a file that is taken.
    pub async fn hand_in(&self, who: &Visitor, name: &str, content: &[u8]) -> EvidenceFile {
        self.try_hand_in(who, name, content).await.read::<Upload>().file.expect("a file")
    }
}
