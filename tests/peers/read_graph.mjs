// Reads a graph file as a program of others reads it, and tells what it read as JSON: node read_graph.mjs READER FILE
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(import.meta.url);
const [reader, path] = process.argv.slice(2);
const text = readFileSync(path, "utf-8");

const told = (graph) => ({
  nodes: graph.mapNodes((key, attributes) => [key, attributes]),
  edges: graph.mapEdges((key, attributes, source, target, _s, _t, undirected) => [key, source, target, undirected, attributes]),
});

const graphology = () => require("graphology").default ?? require("graphology");

const readers = {
  gexf: () => told(require("graphology-gexf").parse(graphology(), text)),
  graphml: () => told(require("graphology-graphml").parse(graphology(), text)),
  graphology: () => told(graphology().from(JSON.parse(text))),
  cytoscape: () => {
    const drawn = require("cytoscape")({ headless: true, styleEnabled: true, ...JSON.parse(text) });
    return {
      nodes: drawn.nodes().map((node) => [
        node.id(),
        { ...node.data(), position: node.position(), style: node.style("background-color"), drawn: node.style("shape") },
      ]),
      edges: drawn.edges().map((edge) => [edge.id(), edge.source().id(), edge.target().id(), !edge.data("directed"), edge.data()]),
    };
  },
  graphson: () => {
    const read = new (require("gremlin/lib/structure/io/graph-serializer.js").GraphSON3Reader)();
    const value = (typed) => {
      const plain = read.read(typed);
      return typeof plain === "object" && plain !== null ? Number(plain) : plain;
    };
    const edges = new Map();
    const nodes = text.split("\n").filter(Boolean).map((line) => {
      const vertex = JSON.parse(line);
      for (const [label, some] of Object.entries(vertex.outE ?? {}))
        for (const edge of some)
          edges.set(edge.id, [edge.id, vertex.id, edge.inV, false,
            { label, ...Object.fromEntries(Object.entries(edge.properties).map(([name, each]) => [name, value(each)])) }]);
      for (const some of Object.values(vertex.inE ?? {}))
        for (const edge of some) edges.get(edge.id)?.push(edge.outV);
      const properties = Object.entries(vertex.properties).map(([name, [first]]) => [name, value(first.value)]);
      return [vertex.id, { label: vertex.label, ...Object.fromEntries(properties) }];
    });
    return { nodes, edges: [...edges.values()] };
  },
  cypher: () => {
    const { lintCypherQuery, parseStatementsStrs } = require("@neo4j-cypher/language-support");
    const { diagnostics } = lintCypherQuery(text, {});
    return { complaints: diagnostics.map((each) => each.message), statements: parseStatementsStrs(text).length };
  },
};

// Some programs keep timers running; the file is told, so there is nothing more to wait for.
process.stdout.write(JSON.stringify(readers[reader]()), () => process.exit(0));
