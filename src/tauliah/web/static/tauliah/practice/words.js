// The words of the page, which come with it in its language.

const words = document.getElementById("practice-words").dataset;

// A sentence with its {names} filled in; where `count` is 1, the sentence for one, if there is one.
export function say(name, values = {}) {
  const one = values.count === 1 ? words[`${name}One`] : undefined;
  return (one ?? words[name]).replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
