/** Whether all that tests need must be there, as in CI; a newcomer's machine need not have it. */
export const IN_CI = !['', '0', 'false'].includes(process.env['CI'] ?? '');
