// What a body may hold, field by field.

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
