// How much a user's module may do, for pages that say so where it matters.

export { SANDBOX_LIMITS as MODULE_LIMITS } from '../sandbox/limits';
