import type { Order } from '#contract';
import { useState } from 'react';
import { refusalOf, type Client, type Refusal } from '../session/client.js';
import type { Session } from '../session/stored-session.js';
import { FilingFields } from './filing-fields.js';
import { FilingSummary } from './filing-summary.js';
import { EMPTY_FORM, keepForm, keptForm, missingField, orderBody, type OrderForm } from './order-form.js';
import { useLines } from './use-lines.js';
import { useFilingWords } from './words.js';

/** The form at the left; at the right what will be filed, line by line, before it is. */
export function FilingView({ client, session }: { client: Client; session: Session }) {
  const words = useFilingWords();
  const [form, setForm] = useState<OrderForm>(keptForm);
  const read = useLines(client, form.lines);
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [filed, setFiled] = useState<Order | null>(null);
  const missing = missingField(form, read.items.length);
  const write = (change: Partial<OrderForm>) => {
    const next = { ...form, ...change };
    setForm(next);
    keepForm(next);
  };
  const file = () => {
    if (sending || read.waiting) return;
    if (missing !== null) return document.getElementById(`filing-${missing}`)?.focus();
    setSending(true);
    setRefusal(null);
    client
      .post('/api/v1/orders', { body: orderBody(form, read.items) })
      .then(
        (order) => {
          keepForm(null);
          // The public's page of a confidential order is that of one that never was.
          if (order.confidential) setFiled(order);
          else window.location.assign(`/orders/${order.id}`);
        },
        (error: unknown) => setRefusal(refusalOf(error)),
      )
      .finally(() => setSending(false));
  };
  if (filed !== null)
    return (
      <main className="office-door">
        <section className="door-sheet" role="status">
          <h1>{words.done}</h1>
          <p>
            <bdi>{words.doneMore(filed.title, filed.items_count)}</bdi>
          </p>
          <button
            type="button"
            className="button"
            onClick={() => {
              setForm(EMPTY_FORM);
              setFiled(null);
            }}
          >
            {words.another}
          </button>
        </section>
      </main>
    );
  return (
    <main className="filing">
      <form
        className="filing-form"
        onSubmit={(event) => {
          event.preventDefault();
          file();
        }}
      >
        <FilingFields
          form={form}
          name={session.account.display_name || `@${session.account.acct}`}
          onWrite={write}
        />
        <FilingSummary form={form} read={read} missing={missing} sending={sending} refusal={refusal} />
      </form>
    </main>
  );
}
