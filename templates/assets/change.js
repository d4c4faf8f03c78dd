// Lets the list of findings and the picture choose each other, and adds keys. The page says all it has to say without this.
"use strict";
(() => {
  const findings = [...document.querySelectorAll("ol.told > li")];
  const partsOf = new Map(findings.map((finding) => [finding, (finding.dataset.parts || "").split(" ").filter(Boolean)]));
  const pictures = [...document.querySelectorAll(".stage .picture")];
  const shown = () => pictures.find((picture) => picture.offsetParent !== null) || pictures[0];
  const prefix = (picture) => picture.id.replace("view-", "");
  let chosen = null;

  // Marks the parts of the chosen finding in the picture that is shown, and brings them into sight.
  const light = (scrolls) => {
    for (const picture of pictures) {
      picture.classList.remove("chosen");
      for (const part of picture.querySelectorAll(".lit")) part.classList.remove("lit");
    }
    const picture = shown();
    if (!chosen || !picture) return;
    const parts = partsOf.get(chosen).map((part) => document.getElementById(`${prefix(picture)}-${part}`)).filter(Boolean);
    for (const part of parts) part.classList.add("lit");
    picture.classList.toggle("chosen", parts.length > 0);
    const first = parts.find((part) => part.matches(".added,.removed,.changed,.moved")) || parts[0];
    if (!scrolls || !first) return;
    // Within the picture as far as that goes; the page moves only when the part would be out of sight.
    const [room, at] = [picture.getBoundingClientRect(), first.getBoundingClientRect()];
    picture.scrollBy(at.left + at.width / 2 - room.left - room.width / 2, at.top + at.height / 2 - room.top - room.height / 2);
    first.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const choose = (finding, scrolls = true) => {
    if (chosen) chosen.removeAttribute("aria-current");
    chosen = finding;
    if (finding) finding.setAttribute("aria-current", "true");
    if (finding && scrolls) finding.scrollIntoView({ block: "nearest" });
    light(scrolls);
  };

  const step = (by) => {
    if (findings.length === 0) return;
    const at = findings.indexOf(chosen);
    const next = at < 0 ? (by > 0 ? 0 : findings.length - 1) : (at + by + findings.length) % findings.length;
    choose(findings[next]);
    findings[next].querySelector("a").focus({ preventScroll: true });
  };

  // Of several findings about one card or line, each click chooses the next.
  const chooseBy = (part) => {
    const about = findings.filter((finding) => partsOf.get(finding).includes(part));
    if (about.length > 0) choose(about[(about.indexOf(chosen) + 1) % about.length], false);
    if (about.length > 0) chosen.scrollIntoView({ block: "nearest" });
  };

  for (const finding of findings) {
    finding.addEventListener("click", (event) => {
      event.preventDefault();
      choose(chosen === finding && event.target.closest("a") === null ? null : finding);
    });
  }
  for (const picture of pictures) {
    picture.addEventListener("click", (event) => {
      const part = event.target.closest("svg > [id]");
      if (!part) return choose(null, false);
      event.preventDefault();
      chooseBy(part.id.slice(prefix(picture).length + 1));
    });
  }
  for (const radio of document.querySelectorAll("input[type=radio]")) {
    radio.addEventListener("change", () => light(radio.name === "reach"));
  }

  const pick = (id) => {
    const radio = document.getElementById(id);
    if (!radio) return;
    radio.checked = true;
    light(radio.name === "reach");
  };
  const widen = (by) => {
    const radios = [...document.querySelectorAll("input[name=reach]")];
    const next = radios[radios.findIndex((radio) => radio.checked) + by];
    if (next) pick(next.id);
  };
  const keys = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1),
    b: () => pick("when-before"), a: () => pick("when-after"), m: () => pick("when-merged"),
    w: () => widen(1), n: () => widen(-1), Escape: () => choose(null, false),
  };
  const letters = document.getElementById("letters");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const isLetter = event.key.length === 1;
    if (isLetter && letters && !letters.checked) return;
    // Arrows belong to the radio buttons, and to what scrolls, unless the list has the focus.
    if (!isLetter && event.key !== "Escape" && !event.target.closest("ol.told")) return;
    const does = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!does) return;
    event.preventDefault();
    does();
  });
})();
