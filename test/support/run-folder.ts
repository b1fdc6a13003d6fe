/** A folder that the test files of one run share, for what is costly to make; null where there is none. */
export const RUN_FOLDER = process.env['TEST_RUN_FOLDER'] ?? null;
