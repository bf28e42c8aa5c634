/* Shows the program as the simulated Marketo knows it, anew every second. */
"use strict";

function cell(row, text, note) {
  const made = row.insertCell();
  made.textContent = text;
  if (note) made.append(Object.assign(document.createElement("small"), { textContent: note }));
  return made;
}

function show({ members, calls, steps }) {
  document.getElementById("calls").textContent = calls;
  const counts = document.getElementById("steps");
  counts.replaceChildren();
  for (const step of Object.keys(steps)) {
    const many = members.filter((member) => member.status === step).length;
    if (many > 0) counts.append(Object.assign(document.createElement("li"), { textContent: `${step}: ${many}` }));
  }
  const table = document.getElementById("members");
  table.replaceChildren();
  members.sort((one, other) => steps[other.status] - steps[one.status] || one.email.localeCompare(other.email));
  for (const { name, email, status, watched_s } of members) {
    const row = table.insertRow();
    cell(row, name, email);
    cell(row, status);
    for (const mode of ["Live", "On-Demand"]) {
      cell(row, mode in watched_s ? `${watched_s[mode]} s` : "–").dataset.label = mode;
    }
  }
}

async function look() {
  try {
    show(await (await fetch("/program.json")).json());
  } finally {
    setTimeout(look, 1000);
  }
}

void look();
