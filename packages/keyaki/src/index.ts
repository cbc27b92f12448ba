export { parsePolicy } from "@keyaki/policy";
