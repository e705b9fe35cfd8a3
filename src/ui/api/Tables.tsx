// What a route takes and answers: the fields of a body, and the statuses.

import type { ApiOperation } from '../../wire/openapi';
import classes from './ApiPage.module.css';
import type { Field } from './spec';

export function FieldTable({ fields }: { readonly fields: readonly Field[] }) {
  return (
    <details className={classes.fields} open={fields.length <= 4}>
      <summary>
        {fields.length === 1 ? '1 field' : `${fields.length} fields`}
        {fields.length > 4 && `: ${fields.map(({ name }) => name).join(', ')}`}
      </summary>
      <dl>
        {fields.map(({ name, required, type, description }) => (
          <div key={name}>
            <dt>
              <code>{name}</code>
              <span className={classes.type}>
                {type}
                {required && ' · required'}
              </span>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** What a route may answer, by status. */
export function AnswerTable({ responses }: Pick<ApiOperation, 'responses'>) {
  return (
    <details className={classes.fields}>
      <summary>Answers: {Object.keys(responses).join(', ')}</summary>
      <dl>
        {Object.entries(responses).map(([status, { description, content }]) => (
          <div key={status}>
            <dt>
              <code>{status}</code>
              <span className={classes.type}>{Object.keys(content).join(', ')}</span>
            </dt>
            <dd>{description}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
