export { createThreadedAnalyzer, type ThreadedOptions } from "./threaded-analyzer.ts";
