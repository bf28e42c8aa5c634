// The registration form on other people's pages.
//
//   <script src="https://your-latecomer/register.js" data-webinar="SLUG" defer></script>
//
// renders the form where the script stands; several may stand on one page. Without data-webinar the script looks after
// frames with data-latecomer: it gives them their height and passes utm_* on. Both fire `latecomer:submitted`.
(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;
  const utm = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "ref"];
  const here = new URLSearchParams(location.search);
  const source = Object.fromEntries(utm.filter((name) => here.get(name)).map((name) => [name, here.get(name).slice(0, 200)]));

  if (script.dataset.webinar) render(script.dataset.webinar);
  else lookAfterFrames();

  function lookAfterFrames() {
    const frames = [...document.querySelectorAll("iframe[data-latecomer]")];
    for (const frame of frames) {
      const address = new URL(frame.src);
      for (const [name, value] of Object.entries(source)) address.searchParams.set(name, value);
      if (address.href !== frame.src) frame.src = address.href;
    }
    addEventListener("message", (event) => {
      if (event.origin !== origin) return;
      const frame = frames.find((each) => each.contentWindow === event.source);
      if (!frame) return;
      if (event.data?.type === "latecomer:height") frame.style.height = `${Math.min(Number(event.data.height) || 0, 10000)}px`;
      if (event.data?.type === "latecomer:submitted") submitted(frame);
    });
  }

  function submitted(element) {
    element.dispatchEvent(new CustomEvent("latecomer:submitted", { bubbles: true }));
  }

  async function render(slug) {
    const box = make("div", { className: "latecomer-form" });
    script.after(box);
    if (!document.querySelector("link[data-latecomer]")) {
      const style = make("link", { rel: "stylesheet", href: `${origin}/r/-/embed.css` });
      style.dataset.latecomer = "";
      document.head.append(style);
    }
    const address = `${origin}/r/${encodeURIComponent(slug)}`;
    const language = script.dataset.lang || document.documentElement.lang || navigator.language;
    let form;
    try {
      form = await load(address, language);
    } catch {
      box.append(link(address));
      return;
    }
    show(box, address, language, form);
  }

  async function load(address, language) {
    const answer = await fetch(`${address}/form.json?lang=${encodeURIComponent(language.slice(0, 2))}`, { credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  function show(box, address, language, form) {
    const said = make("div", { role: "alert", tabIndex: -1, className: "latecomer-faults", hidden: true });
    const element = make("form", { noValidate: true });
    const controls = new Map();
    const prefix = `lc-${Math.random().toString(36).slice(2, 8)}-`;
    const head = [make("p", { className: "latecomer-name", textContent: form.name })];
    head.push(make("p", { className: "latecomer-when", textContent: form.recorded ? form.texts.recording : form.when }));
    if (form.price) head.push(make("p", { textContent: form.price }));
    if (form.full) head.push(make("p", { textContent: form.texts.full }));
    for (const line of form.intro.split("\n").filter(Boolean)) head.push(make("p", { textContent: line }));
    for (const field of form.fields) element.append(controlOf(field, prefix, controls));
    for (const consent of form.consents) element.append(consentOf(consent, prefix, controls));
    const trap = make("input", { type: "text", name: form.trap, tabIndex: -1, autocomplete: "off" });
    const hidden = make("div", { className: "latecomer-extra", ariaHidden: "true" });
    for (const name of ["data-1p-ignore", "data-lpignore", "data-bwignore"]) trap.setAttribute(name, "true");
    hidden.append(trap);
    const button = make("button", { type: "submit", textContent: form.texts.submit });
    element.append(hidden, button, make("p", { className: "latecomer-small", textContent: form.texts.required_note }));
    box.replaceChildren(...head, said, element);
    let nonce = form.nonce;

    element.addEventListener("submit", async (event) => {
      event.preventDefault();
      const missing = [...element.elements].find((each) => !each.checkValidity());
      if (missing) {
        missing.reportValidity();
        return;
      }
      button.disabled = true;
      try {
        let answer = await send(address, { ...valuesOf(controls), ...source, nonce, [form.trap]: trap.value, lang: form.language });
        if (answer.status === 409) {
          nonce = (await load(address, language)).nonce;
          await new Promise((go) => setTimeout(go, 2100));
          answer = await send(address, { ...valuesOf(controls), ...source, nonce, lang: form.language });
        }
        if (answer.status === 428) {
          const proof = await solve(await (await fetch(`${address}/challenge`, { credentials: "omit" })).json());
          answer = await send(address, { ...valuesOf(controls), ...source, nonce, proof, lang: form.language });
        }
        if (answer.ok) {
          const { pay_url: payUrl } = await answer.json().catch(() => ({}));
          if (payUrl && new URL(payUrl, origin).origin === origin) {
            submitted(box);
            location.assign(payUrl);
            return;
          }
          const thanks = make("div", { role: "status", tabIndex: -1 });
          thanks.append(make("p", { className: "latecomer-name", textContent: form.texts.sent_title }), make("p", { textContent: form.texts.sent }));
          box.replaceChildren(thanks);
          thanks.focus();
          submitted(box);
          return;
        }
        const problem = await answer.json().catch(() => ({}));
        fault(said, controls, problem, answer.status === 429 ? form.texts.busy : form.texts.unavailable, form.texts);
      } catch {
        fault(said, controls, {}, form.texts.unavailable, form.texts);
      } finally {
        button.disabled = false;
      }
    });
  }

  function fault(said, controls, problem, otherwise, texts) {
    for (const control of controls.values()) control.note.textContent = "";
    const named = [];
    for (const each of problem.errors ?? []) {
      const control = controls.get(each.field);
      if (!control) continue;
      control.note.textContent = texts[`fault-${each.code}`] ?? each.message;
      named.push(control.label);
    }
    said.textContent = problem.errors?.length ? `${texts.faults} ${named.join(", ")}` : otherwise;
    said.hidden = false;
    said.focus();
  }

  function controlOf(field, prefix, controls) {
    const note = make("p", { className: "latecomer-fault", id: `${prefix}${field.name}-fault` });
    const label = field.label + (field.required ? " *" : "");
    if (field.type === "choice") {
      const set = make("fieldset", {});
      set.append(make("legend", { textContent: label }));
      const inputs = field.options.map((option) => {
        const input = make("input", { type: field.many ? "checkbox" : "radio", name: prefix + field.name, value: option.value });
        if (field.required && !field.many) input.required = true;
        const line = make("label", { className: "latecomer-option" });
        line.append(input, make("span", { textContent: option.label }));
        set.append(line);
        return input;
      });
      set.append(note);
      controls.set(field.name, { label: field.label, note, read: () => inputs.filter((each) => each.checked).map((each) => each.value) });
      return set;
    }
    const id = prefix + field.name;
    let input;
    if (field.type === "long") input = make("textarea", { rows: 4 });
    else if (field.type === "country") {
      input = make("select", {});
      input.append(make("option", { value: "", textContent: "–" }));
      for (const option of field.options) input.append(make("option", { value: option.value, textContent: option.label }));
    } else input = make("input", { type: field.type });
    input.id = id;
    input.required = field.required;
    if (field.type !== "country") input.maxLength = field.max_length;
    if (field.autocomplete) input.autocomplete = field.autocomplete;
    input.setAttribute("aria-describedby", note.id);
    const line = make("div", {});
    line.append(make("label", { htmlFor: id, textContent: label }), input, note);
    controls.set(field.name, { label: field.label, note, read: () => input.value });
    return line;
  }

  function consentOf(consent, prefix, controls) {
    const note = make("p", { className: "latecomer-fault" });
    const input = make("input", { type: "checkbox", required: consent.required, id: prefix + consent.name });
    const label = make("label", { className: "latecomer-option", htmlFor: input.id });
    label.append(input, make("span", { textContent: consent.label + (consent.required ? " *" : "") }));
    const line = make("div", {});
    line.append(label, note);
    controls.set(consent.name, { label: consent.label, note, read: () => input.checked });
    return line;
  }

  function valuesOf(controls) {
    const values = { answers: {}, consents: {}, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
    values.landing_path = location.pathname.slice(0, 200);
    for (const [name, control] of controls) {
      if (name.startsWith("answers.")) values.answers[name.slice(8)] = control.read();
      else if (name.startsWith("consents.")) values.consents[name.slice(9)] = control.read();
      else values[name] = control.read();
    }
    return values;
  }

  function send(address, body) {
    const headers = { "Content-Type": "application/json" };
    return fetch(address, { method: "POST", body: JSON.stringify(body), headers, credentials: "omit" });
  }

  async function solve({ algorithm, challenge, salt, maxNumber, signature }) {
    const encoder = new TextEncoder();
    for (let number = 0; number <= maxNumber; number++) {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(salt + number)));
      if (Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === challenge)
        return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    }
    throw new Error("no number solves the challenge");
  }

  function link(address) {
    return make("a", { href: address, textContent: address });
  }

  function make(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }
})();
