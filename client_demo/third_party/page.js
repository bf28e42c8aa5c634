// What a site may do with the events of the viewer script; it counts without any of this.
const talk = document.getElementById("talk");
const show = (what, text) => {
  document.querySelector(`[data-of=${what}]`).textContent = text;
};
const totals = ({ watched_s, covered_s }) => {
  show("watched", `${watched_s.toFixed(1)} s`);
  show("covered", `${covered_s} s`);
};

talk.addEventListener("latecomer:welcome", ({ detail }) => {
  show("status", detail.status.replaceAll("_", " "));
  show("note", `Counted as a view after ${detail.threshold_s} seconds.`);
  totals(detail);
});
talk.addEventListener("latecomer:ack", ({ detail }) => totals(detail));
talk.addEventListener("latecomer:status", ({ detail }) => show("status", detail.replaceAll("_", " ")));
talk.addEventListener("latecomer:stop", ({ detail }) => show("note", `Nothing more is counted: ${detail}.`));
