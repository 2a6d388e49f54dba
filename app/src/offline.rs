//! The service worker: reading offline after the first visit, and a clean way to a new version. What is
//! kept and for how long is in `sw.js`.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

/// A new version that waits until the reader wants it.
#[derive(Clone, Copy)]
pub struct NewVersion(RwSignal<Option<ServiceWorker>, LocalStorage>);

impl NewVersion {
    /// True when a new version waits, tracked.
    pub fn waits(&self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Turns to the new version: the page loads again once it has taken over.
    pub fn accept(&self) {
        if let Some(worker) = self.0.get_untracked() {
            // A worker that is gone has been replaced already.
            let _ = worker.post_message(&"skip-waiting".into());
        }
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    // Absent on plain http away from this computer.
    let has = js_sys::Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    has.then(|| navigator.service_worker())
}

/// Registers the service worker and watches for new versions.
pub fn follow() -> NewVersion {
    let version = NewVersion(RwSignal::new_local(None));
    let Some(container) = container() else { return version };
    let controlled = container.controller().is_some();
    let reload = Closure::<dyn Fn()>::new(move || {
        // The first worker of all takes over a page that is current already.
        if controlled {
            let _ = window().location().reload();
        }
    });
    container.set_oncontrollerchange(Some(reload.as_ref().unchecked_ref()));
    reload.forget();
    leptos::task::spawn_local(async move {
        let Ok(registered) = JsFuture::from(container.register("/sw.js")).await else { return };
        let Ok(registration) = registered.dyn_into::<ServiceWorkerRegistration>() else { return };
        if controlled && let Some(waiting) = registration.waiting() {
            version.0.set(Some(waiting));
        }
        watch(registration, version);
    });
    version
}

fn watch(registration: ServiceWorkerRegistration, version: NewVersion) {
    let found = {
        let registration = registration.clone();
        Closure::<dyn Fn()>::new(move || {
            let Some(worker) = registration.installing() else { return };
            let installed = {
                let worker = worker.clone();
                Closure::<dyn Fn()>::new(move || {
                    let is_update = container().is_some_and(|c| c.controller().is_some());
                    if worker.state() == web_sys::ServiceWorkerState::Installed && is_update {
                        version.0.set(Some(worker.clone()));
                    }
                })
            };
            worker.set_onstatechange(Some(installed.as_ref().unchecked_ref()));
            installed.forget();
        })
    };
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
}
