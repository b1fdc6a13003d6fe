/** Answers the messages of the process that started this one, one after the other; what is thrown is an `error`. */
export function answering<T>(answer: (message: T) => Promise<object> | object): void;
