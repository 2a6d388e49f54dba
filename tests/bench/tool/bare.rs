//! The least that can answer with these bytes: an axum route and nothing around it.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::routing::get;

/// Takes the bytes of `url` and serves them at `path`.
pub async fn serve(address: &str, path: &str, url: &str) {
    let (plain, brotli) = (fetch(url, "identity").await, fetch(url, "br").await);
    let route = get(move |headers: HeaderMap| {
        let wants_brotli = headers.get(header::ACCEPT_ENCODING).is_some_and(|value| value == "br");
        let (bytes, encoding) = if wants_brotli { (&brotli, "br") } else { (&plain, "identity") };
        let answer = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (header::CONTENT_ENCODING, HeaderValue::from_static(encoding)),
        ];
        std::future::ready((answer, bytes.clone()))
    });
    let listener = tokio::net::TcpListener::bind(address).await.expect("the port is free");
    println!("http://{}", listener.local_addr().unwrap());
    axum::serve(listener, Router::new().route(path, route)).await.unwrap();
}

async fn fetch(url: &str, encoding: &str) -> Bytes {
    // Without reqwest's decompression features the bytes come as they travelled.
    let request = reqwest::Client::new().get(url).header("accept-encoding", encoding);
    request.send().await.expect("an answer").bytes().await.expect("a body")
}
