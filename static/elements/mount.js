// Lets an element's part be drawn: its module, and the words it says in the language spoken.

const said = (code, at) =>
  ((globalThis.threatsWords ??= {})[code] ??= fetch(at(`languages/${code}.json`)).then((answer) =>
    answer.json(),
  ));

// `words` are those of the element called so in the language's file, or the words themselves.
export async function mounted(component, at, { file, part, draws, code, words }) {
  const host = component.parentElement.querySelector(`.${part}`);
  const [module, known] = await Promise.all([
    import(at(file)),
    typeof words === "string" ? said(code, at).then((every) => every[words]) : words,
  ]);
  try {
    return await module[draws](host, component, known);
  } catch (error) {
    console.error(error);
    host.textContent = known.failed;
  }
}
