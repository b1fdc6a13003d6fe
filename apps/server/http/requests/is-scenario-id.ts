import { ValidateBy } from 'class-validator';
import { isScenarioId } from '#domain';

/** The id of a scenario, such as `2021-a-story`. */
export function IsScenarioId(): PropertyDecorator {
  return ValidateBy({
    name: 'isScenarioId',
    validator: {
      validate: (value) => typeof value === 'string' && isScenarioId(value),
      defaultMessage: () => '$property must be the id of a scenario',
    },
  });
}
