// Stands in for Worker on pages opened as files, where browsers start none and the search needs one. A hidden frame runs
// the same script: it gets and sends the same messages, and shares the thread of the page. Zensical looks for this file
// name, and would otherwise load such a script from elsewhere.
"use strict";
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(address) {
      super();
      this.onmessage = null;
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      this.inside = this.frame.contentWindow;
      // A document written here is not replaced by the empty one that a frame otherwise loads.
      this.inside.document.open();
      this.inside.document.write("<!doctype html><body>");
      this.inside.document.close();
      this.inside.postMessage = (data) => setTimeout(() => this.hear(data));
      this.inside.importScripts = (...others) => others.reduce((last, next) => last.then(() => this.run(next)), Promise.resolve());
      this.started = this.run(address);
    }

    run(address) {
      return new Promise((done, failed) => {
        const script = this.inside.document.createElement("script");
        script.src = new URL(address, location.href).href;
        script.onload = done;
        script.onerror = () => failed(new Error(`${script.src} cannot be loaded`));
        this.inside.document.body.append(script);
      });
    }

    hear(data) {
      const event = new MessageEvent("message", { data });
      this.dispatchEvent(event);
      if (this.onmessage) this.onmessage(event);
    }

    postMessage(data) {
      const copy = structuredClone(data);
      this.started.then(() => this.inside.dispatchEvent(new MessageEvent("message", { data: copy })));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
