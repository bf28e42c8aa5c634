// What JavaScript adds to the registration page: the reader's own time, hints, and the focus on what is wrong, which
// the server says in the page's language. Without it the page does everything that it has to.
(() => {
  const time = document.querySelector("time[data-local]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  // New York, UTC−5: as every page names a zone.
  const zoneName = (at, language) => {
    const parts = new Intl.DateTimeFormat(language, { timeZoneName: "shortOffset" }).formatToParts(new Date(at));
    const offset = parts.find(({ type }) => type === "timeZoneName").value.replace("GMT", "UTC").replace("-", "−");
    const city = zone.split("/").pop().replace(/_/g, " ");
    return zone.includes("/") && !zone.startsWith("Etc/") ? `${city}, ${offset}` : offset;
  };
  if (time) {
    const language = document.documentElement.lang;
    const format = { dateStyle: "full", timeStyle: "short" };
    const here = new Date(time.dateTime).toLocaleString(language === "en" ? "en-GB" : language, format);
    const line = document.createElement("span");
    line.className = "here";
    line.textContent = time.dataset.local.replace("…", `${here} (${zoneName(time.dateTime, language)})`);
    if (!time.textContent.includes(here)) time.after(line);
  }
  for (const form of document.querySelectorAll("form[data-form]")) {
    const hint = (name, value) => {
      if (!value || form.elements[name]) return;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = String(value).slice(0, 200);
      form.append(field);
    };
    hint("timezone", zone);
    let host = "";
    try { host = new URL(document.referrer).host; } catch { /* opened by hand */ }
    if (host && host !== location.host) hint("referrer", host);
  }
  document.getElementById("faults")?.focus();
  if (window.parent !== window) {
    const tell = () => window.parent.postMessage({ type: "latecomer:height", height: document.documentElement.scrollHeight }, "*");
    new ResizeObserver(tell).observe(document.body);
    tell();
    if (document.body.querySelector("main[data-sent]")) window.parent.postMessage({ type: "latecomer:submitted" }, "*");
  }
})();
