from crmbook.schema.kinds.text import Text
class LeadNumber(Text):
    name="lead-number"
LEAD_NUMBER=LeadNumber()
class CustomerNumber(Text): name="customer-number"
class OrderNumber(Text): name="order-number"
