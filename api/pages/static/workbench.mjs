// Puts GraphiQL in the place of the examples, each of which becomes a tab. The page says everything without it.

const place = document.querySelector("#workbench");
const examples = [...place.querySelectorAll("[data-example]")].map((each) => ({
  query: `# ${each.dataset.title}\n${each.textContent.trim()}\n`,
  variables: each.dataset.variables,
}));
const kept = new Map();

// What was written stays in this page: a browser may be shared, and drafts may hold what is not for everybody.
const storage = {
  get length() {
    return kept.size;
  },
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
  clear: () => kept.clear(),
};

const fetcher = GraphiQL.createFetcher({
  url: place.dataset.endpoint,
  headers: { "Accept-Language": document.documentElement.lang },
});
const workbench = React.createElement(GraphiQL, {
  fetcher,
  storage,
  defaultTabs: examples,
  shouldPersistHeaders: false,
  defaultEditorToolsVisibility: "variables",
  forcedTheme: "light",
});
ReactDOM.createRoot(place).render(workbench);
document.body.classList.add("workbench-runs");
