from crmbook.schema.kinds.text import Text
from crmbook.schema.kinds.base import Parsed
class Person(Text):
    name = "person"
class Owner(Person):
    name = "owner"
    def parse_text(self, raw, context):
        p = super().parse_text(raw, context)
        from crmbook.schema.text import fold
        if p.value and context.vocabulary:
            return Parsed(context.vocabulary.aliases.get(fold(p.value), p.value), p.issues, masked="*" in p.value)
        return p
